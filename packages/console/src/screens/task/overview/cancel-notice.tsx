import { now } from '../../../format/now.js';
import { duration } from '../../../format/duration.js';
import { api } from '../../../api/client.js';
import type { Task } from '../../../api/types.js';
import { useLoad } from '../../../api/use-load.js';
import { may } from '../../../app/session.js';
import { Notice } from '../../../components/feedback/notice.js';

/** A task that has read its signal ends within this time; one that goes on has ignored it so far. */
const REACTS_WITHIN_MS = 5_000;

/** Tells of a running task that it was asked to stop, and whether it reacts, until it has ended. */
export function CancelNotice({ task }: { readonly task: Task }) {
  const { cancel_requested_at: at, status, started_at: startedAt } = task;
  if (at === null || status !== 'STARTED') return null;
  const agoMs = Math.max(0, now.value - Date.parse(at));
  const isIgnored = agoMs > REACTS_WITHIN_MS;
  const ago = duration(Math.floor(agoMs / 1_000) * 1_000);
  return (
    <Notice
      tone={isIgnored ? 'failure' : 'warning'}
      title={isIgnored ? `Asked to stop ${ago} ago, ignores its signal.` : `Asked to stop ${ago} ago.`}
    >
      {may('operator') && <AskedBy id={task.task_id} />}{' '}
      {isIgnored
        ? 'The task does not look at its abort signal. It ends by itself, at its time limit, or with its worker.'
        : `It has run since ${startedAt === null ? 'its start' : duration(now.value - Date.parse(startedAt))} and ends when it looks at its signal.`}
    </Notice>
  );
}

function AskedBy({ id }: { readonly id: string }) {
  const { data } = useLoad(
    async (signal) => {
      const query = { target: id, action: 'task.cancel', limit: 1 };
      return (await api.GET('/audit', { params: { query }, signal })).data?.items[0];
    },
    [id],
  );
  if (!data) return null;
  const reason = data.details['reason'];
  return <>{`By ${data.who}${typeof reason === 'string' ? `: ${reason}` : ''}.`}</>;
}
