import { isoTime } from '../../platform/timing/iso-time.js';
import { type Reason, counted, durationText, listed } from './reason.js';
import type { Situation } from './situation.js';

/** Reasons of the task itself for which it cannot start yet: its time, or other tasks. */
export function waitingReasons(situation: Situation): Reason[] {
  const reasons = {
    'waiting-children': otherTasks,
    delayed: itsTime,
    none: misplaced,
    ready: () => [],
    aside: () => [],
    active: () => [],
    ended: () => [],
  } as const;
  return reasons[situation.place.place](situation);
}

function otherTasks({ task, steps, items }: Situation): Reason[] {
  const { workflowId, replacedBy } = task;
  if (replacedBy !== null)
    return [
      {
        code: 'waits-for-workflow',
        isBlocking: true,
        facts: { workflow_id: replacedBy },
        message: `The task has replaced itself by the workflow ${replacedBy}, and ends with it.`,
        endsWhen: 'That workflow ends.',
      },
    ];
  if (items !== null)
    return [
      {
        code: 'waits-for-items',
        isBlocking: true,
        facts: { workflow_id: workflowId, total: items.total, ended: items.ended },
        message: `Waits for its items: ${items.ended} of ${items.total} have ended.`,
        endsWhen: 'All its items have ended.',
      },
    ];
  const noun = steps.length === 1 ? 'step' : 'steps';
  return [
    {
      code: 'waits-for-steps',
      isBlocking: true,
      facts: { workflow_id: workflowId, steps: [...steps] },
      message: steps.length === 0 ? 'Waits for its workflow.' : `Waits for the ${noun} ${listed(steps)}.`,
      endsWhen: 'All of them have ended as the workflow requires.',
    },
  ];
}

function itsTime(situation: Situation): Reason[] {
  const { now, task } = situation;
  const until = task.runAt ?? now;
  if (until <= now) return [];
  const inMs = until - now;
  const when = `${isoTime(until)}, in ${durationText(inMs)}`;
  const { code, facts, message } = kindOfDelay(situation, when);
  return [
    {
      ...{ code, isBlocking: true, message },
      facts: { until: new Date(until), in_ms: inMs, ...facts },
      endsWhen: `The time is reached, or the task is promoted: POST /tasks/${task.id}/promote.`,
    },
  ];
}

function kindOfDelay(
  { task, place, typeLimit }: Situation,
  when: string,
): Pick<Reason, 'code' | 'facts' | 'message'> {
  const { attempt, maxAttempts, error } = task;
  if (place.turnAt !== null) {
    const limit =
      typeLimit === null
        ? ''
        : ` of ${counted(typeLimit.max, 'start')} per ${durationText(typeLimit.durationMs)}`;
    return {
      code: 'rate-limit',
      facts: { max: typeLimit?.max ?? null, duration_ms: typeLimit?.durationMs ?? null },
      message: `Its turn under the rate limit${limit} of ${task.name} is at ${when}.`,
    };
  }
  if (task.status === 'RETRY')
    return {
      code: 'retry',
      facts: { attempt: attempt + 1, max_attempts: maxAttempts, error: error?.message ?? null },
      message: `Waits for its retry, attempt ${attempt + 1} of ${maxAttempts}, until ${when}.`,
    };
  if (place.job.record.options.debounced === true)
    return {
      code: 'debounced',
      facts: {},
      message: `Debounced until ${when}: a newer task with the same key would replace it and wait anew.`,
    };
  return { code: 'delayed', facts: {}, message: `Delayed until ${when}.` };
}

function misplaced({ queue }: Situation): Reason[] {
  return [
    {
      code: 'misplaced',
      isBlocking: true,
      facts: { queue },
      message: `The task is recorded, but in no place of the queue ${queue}, so no worker finds it.`,
      endsWhen:
        'A worker compares the records with their places, which it does all the time, and repairs it.',
    },
  ];
}
