import { pathTo } from '../../app/paths.js';
import { Sparkline } from '../../components/charts/sparkline.js';
import type { Column } from '../../components/data/table.js';
import { Tag } from '../../components/data/tag.js';
import { Time } from '../../components/data/time.js';
import { count } from '../../format/number.js';
import { type ErrorGroup, STATE_TONES } from './error-group.js';

export interface ErrorColumnsOptions {
  readonly window: string;
  /** Time of the last deploy, ms since 1970; undefined if it is unknown. */
  readonly deployedAt: number | undefined;
}

export function errorColumns({ window, deployedAt }: ErrorColumnsOptions): readonly Column<ErrorGroup>[] {
  return [
    {
      id: 'error',
      title: 'Error',
      cell: ({ fingerprint, error_type, message_pattern }) => (
        <a
          class="error-link"
          href={`${pathTo.errorGroup(fingerprint)}?window=${window}`}
          title={message_pattern}
        >
          <strong>{error_type}</strong> {message_pattern}
        </a>
      ),
    },
    {
      id: 'task',
      title: 'Task',
      cell: ({ name, queues }) => <code title={`Queue: ${queues.join(', ')}`}>{name}</code>,
    },
    {
      id: 'state',
      title: 'State',
      cell: (group) => (
        <span class="line error-states">
          <Tag text={group.state} tone={STATE_TONES[group.state]} title={group.decision?.note ?? undefined} />
          {isNew(group, deployedAt) && (
            <Tag text="new" tone="failure" title="First seen after the last deploy" />
          )}
        </span>
      ),
    },
    { id: 'count', title: 'Count', isNumber: true, cell: (group) => count(group.count) },
    {
      id: 'trend',
      title: 'Trend',
      cell: ({ counts, count: total }) => (
        <Sparkline label={`${count(total)} failures`} values={counts} tone="failure" />
      ),
    },
    { id: 'last', title: 'Last seen', cell: ({ last_seen_at }) => <Time at={last_seen_at} /> },
    { id: 'first', title: 'First seen', cell: ({ first_seen_at }) => <Time at={first_seen_at} /> },
    {
      id: 'version',
      title: 'Version',
      cell: ({ versions }) => versions[0] && <span title={versions.join(', ')}>{versions[0]}</span>,
    },
  ];
}

function isNew({ first_seen_at }: ErrorGroup, deployedAt: number | undefined): boolean {
  return deployedAt !== undefined && Date.parse(first_seen_at) >= deployedAt;
}
