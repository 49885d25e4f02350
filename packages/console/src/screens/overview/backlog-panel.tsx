import type { Queue } from '../../api/types.js';
import { pathTo } from '../../app/paths.js';
import { Button } from '../../components/controls/button.js';
import { Table } from '../../components/data/table.js';
import { Panel } from '../../components/layout/panel.js';
import { duration } from '../../format/duration.js';
import { count } from '../../format/number.js';
import { QueueState } from '../../components/fleet/queue-state.js';

/** Time that the workers need for what waits, queue by queue, the longest first. */
export function BacklogPanel({ queues }: { readonly queues: readonly Queue[] | undefined }) {
  const rows = (queues ?? []).toSorted(
    (a, b) => b.backlog_seconds - a.backlog_seconds || a.name.localeCompare(b.name),
  );
  const most = Math.max(1, ...rows.map(({ backlog_seconds: seconds }) => seconds));
  return (
    <Panel title="Backlog by queue" actions={<Button label="Queues" look="quiet" href={pathTo.queues()} />}>
      <Table
        caption="Backlog by queue"
        rows={rows}
        keyOf={({ name }) => name}
        columns={[
          {
            id: 'queue',
            title: 'Queue',
            cell: (queue) => (
              <span class="line">
                <a href={pathTo.queue(queue.name)}>{queue.name}</a>
                <QueueState queue={queue} />
              </span>
            ),
          },
          {
            id: 'backlog',
            title: 'Backlog',
            cell: ({ backlog_seconds: seconds }) => (
              <span class="backlog-bar">
                <span style={{ width: `${(seconds / most) * 100}%` }} aria-hidden="true" />
                {seconds === 0 ? '–' : duration(seconds * 1_000)}
              </span>
            ),
          },
          { id: 'waiting', title: 'Waiting', isNumber: true, cell: ({ counts }) => count(counts.waiting) },
          {
            id: 'oldest',
            title: 'Oldest',
            isNumber: true,
            cell: ({ oldest_waiting_ms: ms }) => duration(ms),
          },
          {
            id: 'running',
            title: 'Running',
            isNumber: true,
            cell: ({ counts, slots }) => `${count(counts.started)} of ${count(slots)}`,
          },
        ]}
      />
    </Panel>
  );
}
