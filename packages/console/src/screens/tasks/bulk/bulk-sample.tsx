import { useLoad } from '../../../api/use-load.js';
import { StatusBadge } from '../../../components/data/status-badge.js';
import { count } from '../../../format/number.js';
import { readRows } from '../list/read-tasks.js';
import './bulk-sample.css';

const SHOWN = 8;

/** Some of the tasks that an action would change. */
export function BulkSample({ ids, total }: { readonly ids: readonly string[]; readonly total: number }) {
  const shown = ids.slice(0, SHOWN);
  const rows = useLoad(
    (signal) => readRows(shown, { withPayload: false, fields: [] }, signal),
    [shown.join()],
  );
  return (
    <div class="bulk-sample">
      <ul>
        {shown.map((id) => {
          const row = rows.data?.find(({ task_id: found }) => found === id);
          return (
            <li key={id}>
              {row && <StatusBadge status={row.status} />} {row?.name} <code class="soft">{id}</code>
            </li>
          );
        })}
      </ul>
      {total > shown.length && <p class="soft">and {count(total - shown.length)} more</p>}
    </div>
  );
}
