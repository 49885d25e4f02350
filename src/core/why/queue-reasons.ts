import { isoTime } from '../../platform/timing/iso-time.js';
import { type Reason, counted, durationText } from './reason.js';
import { type Situation, isRunnable } from './situation.js';
import { longest, runningFacts } from './worker-reasons.js';

/** The reason of a paused queue, which holds every task that has not started. */
export function pauseReasons({ queue, place, paused }: Situation): Reason[] {
  if (!place.isPaused) return [];
  const by = paused === null ? '' : ` by ${paused.by} since ${isoTime(paused.since)}`;
  return [
    {
      code: 'queue-paused',
      isBlocking: true,
      facts: { queue, by: paused?.by ?? null, since: paused === null ? null : new Date(paused.since) },
      message: `The queue ${queue} ${paused === null ? 'is' : 'has been'} paused${by}.`,
      endsWhen: `The queue is resumed: PUT /queues/${queue}/resume.`,
    },
  ];
}

/** Reasons for which the queue starts other tasks first, or none at the moment. */
export function queueReasons(situation: Situation): Reason[] {
  if (!isRunnable(situation)) return [];
  return [...limitReasons(situation), ...rateReasons(situation), ...behindReasons(situation)];
}

function limitReasons(situation: Situation): Reason[] {
  const { queue, place } = situation;
  if (place.concurrency === null || place.activeCount < place.concurrency) return [];
  return [
    {
      code: 'queue-limit',
      isBlocking: true,
      facts: { queue, concurrency: place.concurrency, running: runningFacts(situation) },
      message: `The queue's limit of ${counted(place.concurrency, 'running task')} is reached.${longest(situation)}`,
      endsWhen: `One of them ends, or the limit is raised: PATCH /queues/${queue}.`,
    },
  ];
}

function rateReasons({ now, queue, place: { rate, rateUsedUpUntil } }: Situation): Reason[] {
  if (rate === null || rateUsedUpUntil === null) return [];
  return [
    {
      code: 'queue-rate-limit',
      isBlocking: true,
      facts: { queue, max: rate.max, duration_ms: rate.durationMs, until: new Date(rateUsedUpUntil) },
      message: `The queue's limit of ${counted(rate.max, 'start')} per ${durationText(rate.durationMs)} is used up.`,
      endsWhen: `The period ends in ${durationText(rateUsedUpUntil - now)}.`,
    },
  ];
}

function behindReasons({ queue, task, place: { ahead } }: Situation): Reason[] {
  const { higher, older } = ahead;
  if (higher === 0 && older === 0) return [];
  const parts = [
    ...(higher > 0 ? [`${counted(higher, 'task')} of higher priority`] : []),
    ...(older === null ? ['more than 10,000 older tasks'] : []),
    ...(older !== null && older > 0 ? [counted(older, 'older task')] : []),
  ];
  return [
    {
      code: 'behind',
      isBlocking: true,
      facts: { queue, priority: task.priority, higher_priority: higher, older },
      message: `Behind ${parts.join(' and ')} in the queue ${queue}.`,
      endsWhen: 'These tasks start, or this one gets a higher priority.',
    },
  ];
}

/** A closed queue does not hold a task that it has accepted, but refuses the next one. */
export function closedReasons({ queue, closed }: Situation): Reason[] {
  if (closed === null) return [];
  const why = closed.reason === null ? '' : `: ${closed.reason}`;
  return [
    {
      code: 'queue-closed',
      isBlocking: false,
      facts: { queue, by: closed.by, since: new Date(closed.since), reason: closed.reason },
      message:
        `The queue ${queue} has accepted no new tasks since ${isoTime(closed.since)} (closed by ${closed.by}${why}). ` +
        'This task was accepted before and will run.',
      endsWhen: `The queue is opened: PUT /queues/${queue}/open.`,
    },
  ];
}
