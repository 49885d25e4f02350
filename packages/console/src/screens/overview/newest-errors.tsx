import { api } from '../../api/client.js';
import { type Deploy, isNewSince } from '../../api/fleet/deploys.js';
import type { ErrorGroup } from '../../api/types.js';
import { useLoad } from '../../api/use-load.js';
import { pathTo } from '../../app/paths.js';
import { Sparkline } from '../../components/charts/sparkline.js';
import { Button } from '../../components/controls/button.js';
import { Tag } from '../../components/data/tag.js';
import { Time } from '../../components/data/time.js';
import { Panel } from '../../components/layout/panel.js';
import { count, counted } from '../../format/number.js';

const SHOWN = 5;

/** @param lastDeploy errors that began after it are marked; undefined if no deploy is known */
export function NewestErrors({ lastDeploy }: { readonly lastDeploy: Deploy | undefined }) {
  const errors = useLoad(readErrors, [], { on: ({ status }) => status === 'FAILURE', everyMs: 30_000 });
  return (
    <Panel title="Newest errors" actions={<Button label="Errors" look="quiet" href={pathTo.errors()} />}>
      <ul class="rows" data-reserve={SHOWN}>
        {errors.data?.map((group) => (
          <ErrorRow key={group.fingerprint} group={group} isNew={isNewSince(group, lastDeploy)} />
        ))}
        {errors.data?.length === 0 && <li class="soft">No task has failed in the last 24 hours.</li>}
      </ul>
    </Panel>
  );
}

function ErrorRow({ group, isNew }: { readonly group: ErrorGroup; readonly isNew: boolean }) {
  const { fingerprint, name, error_type: type, message_pattern: message, state, counts } = group;
  return (
    <li>
      <div class="row-main">
        <div class="line">
          <a href={pathTo.errorGroup(fingerprint)}>{type}</a>
          <span class="soft">{name}</span>
          {isNew && <Tag text="new" tone="failure" title="First seen since the last deploy" />}
          {state === 'reopened' && (
            <Tag text="reopened" tone="warning" title="It was resolved, and came back" />
          )}
        </div>
        <div class="row-text" title={message}>
          {message}
        </div>
      </div>
      <Sparkline label={`${counted(group.count, 'failure')} in 24 hours`} values={counts} tone="failure" />
      <div class="row-end">
        <strong class="number" title={`${counted(group.count, 'task')} failed in 24 hours`}>
          {count(group.count)}
        </strong>
        <span class="soft">
          <Time at={group.last_seen_at} />
        </span>
      </div>
    </li>
  );
}

async function readErrors(signal: AbortSignal): Promise<readonly ErrorGroup[]> {
  const query = { limit: SHOWN, window: '24h', state: 'open' } as const;
  const { data } = await api.GET('/errors', { params: { query }, signal });
  return data?.items ?? [];
}
