import { useRoute } from 'preact-iso';
import { api } from '../../api/client.js';
import { useLoad } from '../../api/use-load.js';
import { pathTo } from '../../app/paths.js';
import { may } from '../../app/session.js';
import { useQuery } from '../../app/use-query.js';
import { Bars } from '../../components/charts/bars.js';
import { Segments } from '../../components/controls/segments.js';
import { Facts } from '../../components/data/facts.js';
import { Tag } from '../../components/data/tag.js';
import { Time } from '../../components/data/time.js';
import { Panel } from '../../components/layout/panel.js';
import { Screen } from '../../components/layout/screen.js';
import { count } from '../../format/number.js';
import { ErrorActions } from './error-actions.js';
import { ErrorTasks } from './error-tasks.js';
import { ErrorExample } from './error-example.js';
import { type ErrorGroup, STATE_TONES, WINDOWS, windowOf } from './error-group.js';
import './errors.css';

const REFRESH_MS = 15_000;

/** A group of failures: what it is, when it happens, and what to do about it. */
export function ErrorPage() {
  const { fingerprint = '' } = useRoute().params as { fingerprint?: string };
  const { query, setQuery } = useQuery();
  const window = windowOf(query['window']);
  const loaded = useLoad(
    async (signal) =>
      (
        await api.GET('/errors/{fingerprint}', {
          params: { path: { fingerprint }, query: { window } },
          signal,
        })
      ).data,
    [fingerprint, window],
    { on: ({ status }) => status === 'FAILURE', everyMs: REFRESH_MS },
  );
  const group = loaded.data;
  return (
    <Screen
      title={group?.error_type ?? 'Error'}
      loaded={loaded}
      beside={group && <Tag text={group.state} tone={STATE_TONES[group.state]} />}
      actions={group && may('operator') && <ErrorActions group={group} onDone={loaded.reload} />}
    >
      {group && (
        <>
          <p class="error-pattern mono">{group.message_pattern}</p>
          <div class="columns">
            <Panel title="Group">
              <Facts facts={factsOf(group)} />
            </Panel>
            <Panel
              title={`${count(group.count)} ${group.count === 1 ? 'failure' : 'failures'}`}
              actions={
                <Segments
                  label="Counted period"
                  value={window}
                  options={WINDOWS.map((value) => ({ value, label: value }))}
                  onChange={(chosen) => setQuery({ window: chosen === '24h' ? undefined : chosen })}
                />
              }
            >
              <Bars
                label="Failures"
                values={group.counts}
                from={Date.parse(group.from)}
                stepMs={group.counts_step_ms}
              />
            </Panel>
          </div>
          <ErrorTasks fingerprint={fingerprint} />
          <ErrorExample taskId={group.task_ids[0]} />
        </>
      )}
    </Screen>
  );
}

function factsOf(group: ErrorGroup): Parameters<typeof Facts>[0]['facts'] {
  const { decision, versions } = group;
  return [
    ['Task', <a href={pathTo.errors({ name: group.name })}>{group.name}</a>],
    ['Queue', group.queues.map((name) => <a href={pathTo.queue(name)}>{name}</a>)],
    ['First seen', <Time at={group.first_seen_at} />],
    ['Last seen', <Time at={group.last_seen_at} />],
    ['Began in version', versions[0]],
    ['Also in', versions.length > 1 && versions.slice(1).join(', ')],
    [
      decision?.decision === 'ignored' ? 'Ignored' : 'Resolved',
      decision && (
        <>
          <Time at={decision.at} /> by {decision.by}
          {decision.until && (
            <>
              , until <Time at={decision.until} />
            </>
          )}
        </>
      ),
    ],
    ['Note', decision?.note],
    ['Fingerprint', <code>{group.fingerprint}</code>],
  ];
}
