import { isoTime } from '../../platform/timing/iso-time.js';
import { type Reason, counted } from './reason.js';
import { type Situation, isRunnable } from './situation.js';
import { factsOfRunning } from './worker-reasons.js';

/** Reasons of the task type, which hold every task of it that has not started. */
export function typeReasons(situation: Situation): Reason[] {
  return [...pauseReasons(situation), ...limitReasons(situation)];
}

function pauseReasons({ type, typePaused: paused }: Situation): Reason[] {
  if (paused === null) return [];
  return [
    {
      code: 'type-paused',
      isBlocking: true,
      facts: { name: type, by: paused.by, since: new Date(paused.since) },
      message: `The task type ${type} has been paused by ${paused.by} since ${isoTime(paused.since)}.`,
      endsWhen: `The task type is resumed: PUT /task-types/${type}/resume.`,
    },
  ];
}

function limitReasons(situation: Situation): Reason[] {
  const { now, type, typeConcurrency: concurrency, place } = situation;
  const { runningCount, running } = place.type;
  if (concurrency === null || runningCount < concurrency || !isRunnable(situation)) return [];
  return [
    {
      code: 'type-limit',
      isBlocking: true,
      facts: { name: type, concurrency, running: factsOfRunning(now, running) },
      message: `The limit of ${counted(concurrency, 'running task')} of ${type} is reached.`,
      endsWhen: `One of them ends, or the limit is raised: PATCH /task-types/${type}.`,
    },
  ];
}
