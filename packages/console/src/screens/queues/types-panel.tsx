import { useSignal } from '@preact/signals';
import { api } from '../../api/client.js';
import type { TaskType } from '../../api/types.js';
import { useLoad } from '../../api/use-load.js';
import { pathTo } from '../../app/paths.js';
import { may } from '../../app/session.js';
import { Button } from '../../components/controls/button.js';
import { Table } from '../../components/data/table.js';
import { Tag } from '../../components/data/tag.js';
import { Panel } from '../../components/layout/panel.js';
import { duration } from '../../format/duration.js';
import { exactTime } from '../../format/time.js';
import { timeZone } from '../../preferences/time-zone.js';
import { rateText } from './limits.js';
import { TypeLimitsDialog } from './type-limits-dialog.js';

/** The task types of a queue with their limits, which can be changed while they run. */
export function TypesPanel({ queue }: { readonly queue: string }) {
  const edited = useSignal<TaskType | undefined>(undefined);
  const types = useLoad(async (signal) => (await api.GET('/task-types', { signal })).data?.items ?? [], [], {
    everyMs: 60_000,
  });
  const rows = (types.data ?? []).filter((type) => type.queue === queue);
  return (
    <Panel title="Task types">
      <Table
        caption={`Task types of ${queue}`}
        rows={rows}
        keyOf={({ name }) => name}
        empty={types.data && <p class="soft types-empty">No task type uses this queue by default.</p>}
        columns={[
          {
            id: 'name',
            title: 'Type',
            cell: ({ name, summary }) => (
              <a href={pathTo.tasks({ q: `name:${name}` })} title={summary}>
                {name}
              </a>
            ),
          },
          { id: 'state', title: 'State', cell: (type) => <TypeState type={type} /> },
          { id: 'rate', title: 'Start rate', cell: ({ limits }) => rateText(limits.rate) },
          { id: 'concurrency', title: 'At once', cell: ({ limits }) => limits.concurrency ?? 'no limit' },
          {
            id: 'timeout',
            title: 'Timeout',
            cell: ({ limits }) => (limits.timeout_ms === null ? 'none' : duration(limits.timeout_ms)),
          },
          ...(may('operator')
            ? [
                {
                  id: 'act',
                  title: 'Actions',
                  cell: (type: TaskType) => (
                    <Button
                      label="Change"
                      title={`Change the limits of ${type.name}`}
                      onClick={() => (edited.value = type)}
                    />
                  ),
                },
              ]
            : []),
        ]}
      />
      {edited.value && (
        <TypeLimitsDialog
          key={edited.value.name}
          type={edited.value}
          onClose={() => (edited.value = undefined)}
          onDone={types.reload}
        />
      )}
    </Panel>
  );
}

function TypeState({ type: { paused, pause, limits } }: { readonly type: TaskType }) {
  const since = pause && `Since ${exactTime(Date.parse(pause.since), timeZone.value)} by ${pause.by}`;
  return (
    <span class="line">
      {paused ? (
        <Tag text="paused" tone="warning" {...(since && { title: since })} />
      ) : (
        <span class="soft">runs</span>
      )}
      {limits.changed.length > 0 && (
        <Tag text="changed" title={`Set by an operator: ${limits.changed.join(', ')}`} />
      )}
    </span>
  );
}
