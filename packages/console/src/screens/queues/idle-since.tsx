import type { Queue } from '../../api/types.js';
import { Time } from '../../components/data/time.js';

/** Since when a queue has nothing to do. */
export function IdleSince({ queue }: { readonly queue: Queue }) {
  const { counts, idle_since: since } = queue;
  if (counts.started > 0) return <span class="soft">busy</span>;
  if (counts.waiting > 0) return <span class="soft">tasks wait</span>;
  return since === null ? <span class="soft">–</span> : <Time at={since} />;
}
