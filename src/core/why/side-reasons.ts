import { isoTime } from '../../platform/timing/iso-time.js';
import { type Reason, counted, durationText } from './reason.js';
import { type Situation, isRunnable } from './situation.js';

/** The reason of a task that nothing holds. */
export function nextReasons(situation: Situation, others: readonly Reason[]): Reason[] {
  if (!isRunnable(situation) || others.some(({ isBlocking }) => isBlocking)) return [];
  return [
    {
      code: 'next',
      isBlocking: false,
      facts: { queue: situation.queue },
      message: `Nothing holds it: it is the next task of the queue ${situation.queue}.`,
      endsWhen: 'A worker takes it, which is a matter of milliseconds.',
    },
  ];
}

/** Facts that hold nothing, but matter to a task that has not ended. */
export function sideReasons(situation: Situation): Reason[] {
  return [...quarantineReasons(situation), ...expiryReasons(situation), ...deduplicationReasons(situation)];
}

/** Such a task runs in a process of its own: see worker/isolation/quarantine.ts. */
function quarantineReasons({ task: { crashes }, place }: Situation): Reason[] {
  if (crashes === 0) return [];
  const isAlone = place.job.record.crashes > 0;
  return [
    {
      code: 'quarantined',
      isBlocking: false,
      facts: { crashes, alone: isAlone },
      message:
        `Its process died or was unreachable ${counted(crashes, 'time')}, so it runs in quarantine, in a process ` +
        `${isAlone ? 'of its own, one such task after the other' : 'beside the worker'}.`,
      endsWhen: 'It ends, or kills its process again.',
    },
  ];
}

/** An expiry only matters before the first start, and not after a retry by hand. */
function expiryReasons({ now, task, place }: Situation): Reason[] {
  const { attemptsStarted, retriedAt } = place.job.record;
  const { expiresAt } = task;
  if (expiresAt === null || attemptsStarted > 0 || retriedAt !== null) return [];
  const inMs = Math.max(0, expiresAt - now);
  return [
    {
      code: 'expires',
      isBlocking: false,
      facts: { expires_at: new Date(expiresAt), in_ms: inMs },
      message: `Expires at ${isoTime(expiresAt)}, in ${durationText(inMs)}: not started by then, it is REVOKED.`,
      endsWhen: 'It starts before.',
    },
  ];
}

function deduplicationReasons({ place }: Situation): Reason[] {
  if (!place.holdsKey || place.job.record.options.debounced === true) return [];
  return [
    {
      code: 'deduplicated',
      isBlocking: false,
      facts: { until: place.keyHeldUntil === null ? null : new Date(place.keyHeldUntil) },
      message: `Deduplicated: a submit with the same key stores no other task, but returns this one${
        place.keyHeldUntil === null ? '' : `, until ${isoTime(place.keyHeldUntil)}`
      }.`,
      endsWhen: place.keyHeldUntil === null ? 'The task ends.' : 'The period of the key is over.',
    },
  ];
}
