import { isoTime } from '../../platform/timing/iso-time.js';
import type { TaskStatus } from '../task/task-status.js';
import { type Reason, durationText } from './reason.js';
import type { Situation } from './situation.js';

/** The end of a task in words, for each final status. */
const ENDS: Partial<Record<TaskStatus, string>> = {
  SUCCESS: 'succeeded',
  FAILURE: 'failed',
  REVOKED: 'was revoked',
};

/** The only reason of a final task. */
export function finalReasons({ task }: Pick<Situation, 'task'>): Reason[] {
  const { status, finishedAt, revokeReason } = task;
  const ended = ENDS[status];
  if (ended === undefined) return [];
  const at = finishedAt === null ? '' : ` at ${isoTime(finishedAt)}`;
  const why = revokeReason === null ? '' : ` (${revokeReason})`;
  return [
    {
      code: 'final',
      isBlocking: false,
      facts: {
        status,
        finished_at: finishedAt === null ? null : new Date(finishedAt),
        revoke_reason: revokeReason,
      },
      message: `The task ${ended}${at}${why}.`,
      endsWhen: null,
    },
  ];
}

/** The reasons of a running task: none of them is in its way. */
export function runningReasons(situation: Situation): Reason[] {
  if (situation.task.status !== 'STARTED') return [];
  return [...cancelReasons(situation), running(situation), ...lostReasons(situation)];
}

function cancelReasons({ now, task: { cancelRequestedAt: at } }: Situation): Reason[] {
  if (at === null) return [];
  const agoMs = Math.max(0, now - at);
  return [
    {
      code: 'cancel-requested',
      isBlocking: false,
      facts: { requested_at: new Date(at), ago_ms: agoMs },
      message: `Asked to stop ${durationText(agoMs)} ago, and still running.`,
      endsWhen: 'The task reacts to its signal and ends, or its time limit is over.',
    },
  ];
}

function running({ now, task, timeoutMs }: Situation): Reason {
  const { startedAt, attempt, maxAttempts, worker } = task;
  const since = startedAt ?? now;
  const runningMs = Math.max(0, now - since);
  const limit = timeoutMs === null ? ', without a time limit' : ` of at most ${durationText(timeoutMs)}`;
  return {
    code: 'running',
    isBlocking: false,
    facts: {
      worker,
      attempt,
      max_attempts: maxAttempts,
      since: new Date(since),
      running_ms: runningMs,
      timeout_ms: timeoutMs,
      times_out_at: timeoutMs === null ? null : new Date(since + timeoutMs),
    },
    message:
      `Attempt ${attempt} of ${maxAttempts} has run for ${durationText(runningMs)}${limit}` +
      `${worker === null ? '' : ` on ${worker}`}.`,
    endsWhen: timeoutMs === null ? 'The task ends.' : 'The task ends, or its time limit is over.',
  };
}

/** The worker is known by its name only: it is lost if none of that name is alive. */
function lostReasons({ now, task: { worker: name }, workers }: Situation): Reason[] {
  const namesakes = workers.filter((worker) => worker.name === name);
  const [lost] = namesakes;
  if (lost === undefined || namesakes.some(({ state }) => state !== 'lost')) return [];
  return [
    {
      code: 'worker-lost',
      isBlocking: false,
      facts: { worker: lost.name, last_heartbeat_at: new Date(lost.lastHeartbeatAt) },
      message: `Its worker ${lost.name} sent its last heartbeat ${durationText(now - lost.lastHeartbeatAt)} ago.`,
      endsWhen: 'The worker sends a heartbeat again, or another one takes the task over when its lock ends.',
    },
  ];
}
