import { describe, expect, it } from '@jest/globals';
import type { Cancellation, TaskActions, TaskSnapshot, TaskStatus } from '../../core/index.js';
import { BulkStep, type BulkVerb } from './bulk-step.js';

const PLANNED_END = 1_000;

/** Fields of a task that determine the remaining work. */
const task = (
  status: TaskStatus,
  fields: Partial<Pick<TaskSnapshot, 'finishedAt' | 'cancelRequestedAt'>> = {},
): TaskSnapshot =>
  ({ id: 'a', status, finishedAt: null, cancelRequestedAt: null, ...fields }) as TaskSnapshot;

/** The calls of a step whose every action succeeds. */
function recordingStep() {
  const calls: string[] = [];
  const record = (name: string) => () => Promise.resolve(calls.push(name));
  const cancellation = {
    cancelAs: (_task: TaskSnapshot, _reason: string, except?: string) => {
      calls.push(`cancel unless ${except ?? 'final'}`);
      return Promise.resolve('revoked');
    },
  };
  const remove = record('delete the rest');
  const actions = { retryAs: record('retry'), removeAs: record('delete'), remove };
  const step = new BulkStep(cancellation as unknown as Cancellation, actions as unknown as TaskActions);
  return { calls, step };
}

interface Case {
  readonly verb: BulkVerb;
  readonly now: TaskSnapshot | undefined;
  readonly end: 'done' | 'skipped';
  readonly calls?: readonly string[];
}

async function expectEnd(finishedAt: number | null, { verb, now, end, calls = [] }: Case): Promise<void> {
  const recording = recordingStep();
  expect(await recording.step.actAgain(verb, { id: 'a', finishedAt }, now, 'why')).toBe(end);
  expect(recording.calls).toEqual(calls);
}

describe('a bulk action that continues after a crash', () => {
  const same = task('FAILURE', { finishedAt: PLANNED_END });
  const again = task('FAILURE', { finishedAt: PLANNED_END + 1 });
  const running = task('STARTED');

  it.each<Case>([
    { verb: 'retry', now: same, end: 'done', calls: ['retry'] },
    { verb: 'delete', now: same, end: 'done', calls: ['delete'] },
    { verb: 'purge', now: same, end: 'done', calls: ['delete'] },
  ])('acts on a finished task in its planned state: $verb', (given) => expectEnd(PLANNED_END, given));

  it.each<Case>([
    { verb: 'retry', now: running, end: 'done' },
    { verb: 'retry', now: again, end: 'done' },
  ])('counts a retry as done when the task has run since: $now.status', (given) =>
    expectEnd(PLANNED_END, given),
  );

  it.each<Case>([
    { verb: 'delete', now: undefined, end: 'done', calls: ['delete the rest'] },
    { verb: 'purge', now: undefined, end: 'done', calls: ['delete the rest'] },
  ])('deletes a task that the broker no longer has from the history: $verb', (given) =>
    expectEnd(PLANNED_END, given),
  );

  it('deletes a task that only the history had', () =>
    expectEnd(null, { verb: 'delete', now: undefined, end: 'done', calls: ['delete the rest'] }));

  it.each<Case>([
    { verb: 'retry', now: undefined, end: 'skipped' },
    { verb: 'delete', now: running, end: 'skipped' },
    { verb: 'purge', now: again, end: 'skipped' },
  ])('skips a finished task that was changed by others: $verb', (given) => expectEnd(PLANNED_END, given));

  it.each<Case>([
    { verb: 'cancel', now: task('PENDING'), end: 'done', calls: ['cancel unless final'] },
    { verb: 'cancel', now: running, end: 'done', calls: ['cancel unless final'] },
    { verb: 'revoke-waiting', now: task('RETRY'), end: 'done', calls: ['cancel unless running'] },
    { verb: 'drain', now: task('PENDING'), end: 'done', calls: ['cancel unless running'] },
    { verb: 'purge', now: task('PENDING'), end: 'done', calls: ['cancel unless running'] },
  ])('acts on a task that is still waiting or running: $verb', (given) => expectEnd(null, given));

  it.each<Case>([
    { verb: 'cancel', now: task('REVOKED'), end: 'done' },
    { verb: 'revoke-waiting', now: task('REVOKED'), end: 'done' },
    { verb: 'cancel', now: task('STARTED', { cancelRequestedAt: 5 }), end: 'done' },
  ])('does not cancel twice: $verb of a task that is $now.status', (given) => expectEnd(null, given));

  it.each<Case>([
    { verb: 'cancel', now: undefined, end: 'skipped' },
    { verb: 'cancel', now: task('SUCCESS', { finishedAt: 9 }), end: 'skipped' },
    { verb: 'purge', now: task('FAILURE', { finishedAt: 9 }), end: 'skipped' },
  ])('skips a waiting task that has ended in another way: $verb', (given) => expectEnd(null, given));
});
