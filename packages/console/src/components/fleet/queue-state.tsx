import type { Queue } from '../../api/types.js';
import { Tag } from '../data/tag.js';

/** Tags for what keeps a queue from its usual work; nothing for one that is served and takes tasks. */
export function QueueState({ queue }: { readonly queue: Queue }) {
  const { paused, accepting, consumers, remaining } = queue;
  return (
    <>
      {paused && <Tag text="paused" tone="warning" title="No worker starts tasks of this queue" />}
      {!accepting && (
        <Tag
          text={remaining === 0 ? 'closed, empty' : 'closed'}
          tone={remaining === 0 ? 'success' : 'warning'}
          title="New tasks are refused"
        />
      )}
      {consumers === 0 && <Tag text="no worker" tone="failure" title="No worker serves this queue" />}
    </>
  );
}
