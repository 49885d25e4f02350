import type { CommandOutcome } from '../../api/types.js';
import { Tag } from '../../components/data/tag.js';

/** Replies of the workers, and the workers that have not replied. */
export function CommandReplies({ outcome: { replies, missing } }: { readonly outcome: CommandOutcome }) {
  return (
    <ul class="command-replies" role="status" aria-label="Replies">
      {replies.map(({ worker_id: id, ok, error, worker }) => (
        <li key={id}>
          <Tag text={ok ? 'done' : 'refused'} tone={ok ? 'success' : 'failure'} />
          <span>
            <strong>{worker?.name ?? id}</strong> {ok ? reportText(worker) : error}
          </span>
        </li>
      ))}
      {missing.map(({ worker_id: id, name, state }) => (
        <li key={id}>
          <Tag text="no reply" tone="warning" />
          <span>
            <strong>{name}</strong> is {state} and may still carry it out.
          </span>
        </li>
      ))}
      {replies.length + missing.length === 0 && <li>No worker is there to reply.</li>}
    </ul>
  );
}

/** The state of a worker after the command. */
function reportText(worker: CommandOutcome['replies'][number]['worker']): string {
  if (worker === undefined) return '';
  const queues = worker.queues.map(
    ({ name, concurrency, paused }) => `${name} ${concurrency}${paused ? ' paused' : ''}`,
  );
  return `${worker.state}, runs ${worker.active_count}; log level ${worker.log_level}; ${queues.join(', ') || 'no queues'}`;
}
