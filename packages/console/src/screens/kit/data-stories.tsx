import { STATUSES } from '../../api/types.js';
import { aQueue, aWorker } from '../../api/fleet/fleet-examples.js';
import { Elapsed } from '../../components/data/elapsed.js';
import { Facts } from '../../components/data/facts.js';
import { Figures } from '../../components/data/figures.js';
import { MoreRows } from '../../components/data/more-rows.js';
import { Prose } from '../../components/data/prose.js';
import { RunDuration } from '../../components/data/run-duration.js';
import { StatusBadge } from '../../components/data/status-badge.js';
import { Table } from '../../components/data/table.js';
import { Tags } from '../../components/data/tags.js';
import { Tag } from '../../components/data/tag.js';
import { VirtualTable } from '../../components/data/virtual-table.js';
import { Time } from '../../components/data/time.js';
import { JsonView } from '../../components/json/json-view.js';
import { QueueState } from '../../components/fleet/queue-state.js';
import { WorkerState } from '../../components/fleet/worker-state.js';
import { EmptyState } from '../../components/feedback/empty-state.js';
import type { Story } from './story.js';

const ROWS = [
  { name: 'tasks', waiting: 1_204 },
  { name: 'notifications', waiting: 3 },
];

const COLUMNS = [
  { id: 'name', title: 'Queue', cell: (row: (typeof ROWS)[number]) => row.name, isSortable: true },
  {
    id: 'waiting',
    title: 'Waiting',
    cell: (row: (typeof ROWS)[number]) => row.waiting,
    isNumber: true,
    isSortable: true,
  },
];

const A_MINUTE_AGO = new Date(Date.now() - 65_000).toISOString();

export const dataStories: readonly Story[] = [
  {
    name: 'StatusBadge',
    states: STATUSES.map((status) => [status, <StatusBadge status={status} />] as const),
  },
  {
    name: 'Tag',
    states: [
      ['plain', <Tag text="nightly" />],
      ['link', <Tag text="customer:4711" href="#main" />],
      ['success', <Tag text="online" tone="success" />],
      ['warning', <Tag text="draining" tone="warning" />],
      ['failure', <Tag text="lost" tone="failure" />],
    ],
  },
  { name: 'Tags', states: [['links', <Tags texts={['nightly', 'import']} pathOf={() => '#main'} />]] },
  {
    name: 'Time',
    states: [
      ['relative', <Time at={A_MINUTE_AGO} />],
      ['exact', <Time at={A_MINUTE_AGO} isExact />],
      ['never', <Time at={null} />],
    ],
  },
  { name: 'Elapsed', states: [['running', <Elapsed since={A_MINUTE_AGO} />]] },
  {
    name: 'Facts',
    states: [
      [
        'with a missing one',
        <Facts
          facts={[
            ['Queue', 'tasks'],
            ['Worker', 'worker-1'],
            ['Left out', undefined],
          ]}
        />,
      ],
    ],
  },
  {
    name: 'Table',
    states: [
      [
        'sorted, with a current row',
        <Table
          caption="Queues with their waiting tasks"
          columns={COLUMNS}
          rows={ROWS}
          keyOf={(row) => row.name}
          currentKey="tasks"
          sort={{ by: 'waiting', order: 'desc' }}
          onSort={() => undefined}
        />,
      ],
      [
        'empty',
        <Table
          caption="No queues"
          columns={COLUMNS}
          rows={[]}
          keyOf={(row) => row.name}
          empty={<EmptyState title="No queue yet." />}
        />,
      ],
    ],
  },
  {
    name: 'Figures',
    states: [
      [
        'one of them bad',
        <Figures
          figures={[
            { name: 'Running', value: 4, note: 'of 50 slots' },
            { name: 'Failed', value: 18, note: 'in the last hour', href: '#main', isBad: true },
          ]}
        />,
      ],
    ],
  },
  {
    name: 'MoreRows',
    states: [
      [
        'with another page',
        <MoreRows
          pages={{
            first: undefined,
            items: [],
            hasMore: true,
            more: () => undefined,
            loaded: { data: [], error: undefined, at: Date.now(), isLoading: true, reload: () => undefined },
          }}
        />,
      ],
    ],
  },
  { name: 'Prose', states: [['with code', <Prose text="Runs `math.divide` **once**." />]] },
  {
    name: 'RunDuration',
    states: [
      [
        'usual',
        <RunDuration since={A_MINUTE_AGO} name="math.divide" usual={new Map([['math.divide', 90_000]])} />,
      ],
      [
        'stuck',
        <RunDuration since={A_MINUTE_AGO} name="math.divide" usual={new Map([['math.divide', 500]])} />,
      ],
      ['unknown', <RunDuration since={A_MINUTE_AGO} name="math.divide" usual={new Map()} />],
    ],
  },
  {
    name: 'VirtualTable',
    states: [
      [
        'two rows of many',
        <VirtualTable
          caption="Queues, drawn as far as they are in view"
          columns={COLUMNS.map((column) => ({ ...column, widthRem: 8 }))}
          rows={ROWS}
          keyOf={(row) => row.name}
          total={100_000}
        />,
      ],
    ],
  },
  {
    name: 'JsonView',
    states: [['nested', <JsonView label="Payload" json={{ customer: 4711, lines: [{ sku: 'a' }, null] }} />]],
  },
  {
    name: 'QueueState',
    states: [
      ['paused', <QueueState queue={aQueue({ paused: true, consumers: 1 })} />],
      ['closed', <QueueState queue={aQueue({ accepting: false, remaining: 3, consumers: 1 })} />],
      ['run dry', <QueueState queue={aQueue({ accepting: false, remaining: 0, consumers: 1 })} />],
      ['not served', <QueueState queue={aQueue({ consumers: 0 })} />],
    ],
  },
  {
    name: 'WorkerState',
    states: [
      ['online', <WorkerState worker={aWorker()} />],
      ['draining', <WorkerState worker={aWorker({ state: 'draining' })} />],
      ['lost', <WorkerState worker={aWorker({ state: 'lost' })} />],
      ['clock wrong', <WorkerState worker={aWorker({ clock_wrong: true })} />],
    ],
  },
];
