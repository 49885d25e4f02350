import { api } from '../../../api/client.js';
import type { Task } from '../../../api/types.js';
import { useLoad } from '../../../api/use-load.js';
import { pathTo } from '../../../app/paths.js';
import { textTerm } from '../../../components/json/json-term.js';
import { ErrorNotice } from '../../../components/feedback/error-notice.js';
import { Panel } from '../../../components/layout/panel.js';
import { duration } from '../../../format/duration.js';
import { counted } from '../../../format/number.js';
import { now } from '../../../format/now.js';
import { durationsOf } from '../overview/state-spans.js';
import { type Run, placeAmong, runsOf } from './runs.js';
import './runs-panel.css';

const MOST = 100;

/** The durations of the newest runs of the same type, with this one marked. */
export function RunsPanel({ task }: { readonly task: Task }) {
  const { name, task_id: id } = task;
  const { data, error, reload } = useLoad((signal) => readRuns(name, signal), [name, task.status]);
  const own = durationsOf(task, now.value).runMs;
  const runs = data && runsOf(data, own === null ? undefined : { ...ofTask(task), ms: own });
  return (
    <Panel title={`Runs of ${name}`} actions={<a href={allRuns(name)}>All runs</a>}>
      <ErrorNotice error={error} onRetry={reload} />
      {runs === undefined ? (
        <p class="soft runs-chart">{error === undefined && 'Loading …'}</p>
      ) : (
        <RunsChart runs={runs} ownId={id} />
      )}
    </Panel>
  );
}

function RunsChart({ runs, ownId }: { readonly runs: readonly Run[]; readonly ownId: string }) {
  if (runs.length === 0) return <p class="soft">No task of this type has run yet.</p>;
  const { median, p95, own, slowerThan } = placeAmong(runs, ownId);
  const most = Math.max(1, ...runs.map(({ ms }) => heightOf(ms)));
  const label = [
    `${counted(runs.length, 'run')}, oldest first, on a logarithmic scale.`,
    `Half took at most ${duration(median)}, 95 % at most ${duration(p95)}.`,
    own !== undefined && `This one: ${duration(own)}, longer than ${Math.round(slowerThan * 100)} %.`,
  ];
  return (
    <figure>
      <div class="runs-chart" aria-hidden="true">
        {runs.map(({ id, ms, status }) => (
          <a
            key={id}
            tabIndex={-1}
            href={pathTo.task(id)}
            title={`${duration(ms)}, ${status}`}
            data-status={status}
            data-own={id === ownId || undefined}
          >
            <span style={{ height: `${Math.max(2, (heightOf(ms) / most) * 100)}%` }} />
          </a>
        ))}
      </div>
      <figcaption class="soft">{label.filter(Boolean).join(' ')}</figcaption>
    </figure>
  );
}

/** Runs differ by a factor of thousands: each ten times is one step. */
function heightOf(ms: number): number {
  return Math.log10(1 + ms);
}

function allRuns(name: string): string {
  return pathTo.tasks({ q: textTerm('name', name), sort: 'finished' });
}

function ofTask({ task_id: id, status }: Task): Pick<Run, 'id' | 'status'> {
  return { id, status };
}

/** Oldest first. */
async function readRuns(name: string, signal: AbortSignal): Promise<Run[]> {
  const query = {
    q: `${textTerm('name', name)} attempt:>0`,
    sort: 'finished',
    order: 'desc',
    limit: MOST,
  } as const;
  const { data } = await api.GET('/tasks', { params: { query }, signal });
  return (data?.items ?? []).toReversed().flatMap((task) => {
    const { runMs } = durationsOf(task, Date.now());
    return runMs === null ? [] : [{ ...ofTask(task), ms: runMs }];
  });
}
