import type { ComponentChildren } from 'preact';
import type { WorkflowDetails } from '../../api/types.js';
import { pathTo } from '../../app/paths.js';
import { CopyButton } from '../../components/controls/copy-button.js';
import { Progress } from '../../components/charts/progress.js';
import { Elapsed } from '../../components/data/elapsed.js';
import { StatusBadge } from '../../components/data/status-badge.js';
import { Tags } from '../../components/data/tags.js';
import { Time } from '../../components/data/time.js';
import '../../components/layout/panel.css';
import { duration } from '../../format/duration.js';
import { count, counted } from '../../format/number.js';
import { countByStatus, percentEnded } from './followed-workflow.js';

const SCHEDULE_TAG = 'schedule:';

/** Progress and facts in a few lines, to leave room for the graph below. */
export function WorkflowFacts({ workflow }: { readonly workflow: WorkflowDetails }) {
  const ended = workflow.step_count - workflow.open_step_count;
  return (
    <section class="panel workflow-facts" aria-label="Facts">
      <div class="line">
        <Progress label="Steps that have ended" percent={percentEnded(workflow)} />
        <span>
          {count(ended)} of {counted(workflow.step_count, 'step')}
        </span>
        {[...countByStatus(workflow.steps)].map(([status, number]) => (
          <StatusBadge key={status} status={status} note={count(number)} />
        ))}
      </div>
      <p class="critical-path">
        <span class="soft">Critical path</span>{' '}
        {workflow.critical_path.length > 0
          ? `${duration(workflow.critical_path_ms)}: ${shortPath(workflow.critical_path)}`
          : 'no step has started'}
      </p>
      <dl class="inline-facts">
        {factsOf(workflow).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function factsOf(workflow: WorkflowDetails): (readonly [string, ComponentChildren])[] {
  const { workflow_id: id, tags, created_at: from, finished_at: to, parent_id: parent } = workflow;
  const schedule = tags.find((tag) => tag.startsWith(SCHEDULE_TAG))?.slice(SCHEDULE_TAG.length);
  const facts: (readonly [string, ComponentChildren])[] = [
    ['Created', <Time at={from} />],
    ['Duration', to === null ? <Elapsed since={from} /> : duration(Date.parse(to) - Date.parse(from))],
    ['Submitted by', workflow.submitted_by],
    ['Reason', workflow.revoke_reason],
    ['Schedule', schedule && <a href={pathTo.schedule(schedule)}>{schedule}</a>],
    ['In place of', parent && <a href={pathTo.task(parent)}>the task that started it</a>],
    ['Tags', tags.length > 0 && <Tags texts={tags} pathOf={(tag) => pathTo.workflows({ tag })} />],
    ['Kept in', workflow.archived && 'the history'],
    ['Tasks', <a href={pathTo.tasks({ q: `workflow:${id}` })}>all of this workflow</a>],
    ['ID', <CopiedId id={id} />],
  ];
  return facts.filter(([, value]) => Boolean(value));
}

function CopiedId({ id }: { readonly id: string }) {
  return (
    <span class="line">
      <span class="mono">{id}</span>
      <CopyButton text={id} label="Copy the ID" />
    </span>
  );
}

/** The ends of a long path. */
function shortPath(path: readonly string[]): string {
  if (path.length <= 8) return path.join(' → ');
  return `${path.slice(0, 3).join(' → ')} → … ${path.length - 6} more … → ${path.slice(-3).join(' → ')}`;
}
