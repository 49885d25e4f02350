import { describe, expect, it } from '@jest/globals';
import type { Task, WorkflowDetails } from '../../../api/types.js';
import { durationsOf, stateSpans } from './state-spans.js';
import { placeOf, waterfallOf } from './waterfall-rows.js';

const at = (second: number): string => new Date(second * 1_000).toISOString();
const failed = (attempt: number, from: number, to: number) => ({
  attempt,
  started_at: at(from),
  ended_at: at(to),
  ...{ worker: 'w1', type: 'Error', message: 'x' },
});

function taskWith(fields: Partial<Task>): Task {
  const none = { started_at: null, finished_at: null, run_at: null, errors: [] };
  const task = { task_id: 't', name: 'a.task', status: 'PENDING', attempt: 0, created_at: at(0) };
  return { ...task, ...none, ...fields } as unknown as Task;
}

const rowsOf = (task: Task, now: number) =>
  waterfallOf({ task, children: [] }, now * 1_000).rows.map(({ label, status, spans }) => [
    label,
    status,
    ...spans.map(({ kind, from, to }) => [kind, from / 1_000, to / 1_000]),
  ]);

describe('the waterfall', () => {
  it('shows the queue time of a task that waits, until now', () => {
    expect(rowsOf(taskWith({}), 9)).toEqual([['In the queue', 'PENDING', ['wait', 0, 9]]]);
  });

  it('shows each failed attempt with the wait before it, and the running one', () => {
    const errors = [failed(1, 2, 3), failed(2, 5, 8)];
    const task = taskWith({ status: 'STARTED', attempt: 3, started_at: at(12), errors });
    expect(rowsOf(task, 20)).toEqual([
      ['In the queue', 'PENDING', ['wait', 0, 2]],
      ['Attempt 1', 'FAILURE', ['run', 2, 3]],
      ['Attempt 2', 'FAILURE', ['wait', 3, 5], ['run', 5, 8]],
      ['Attempt 3', 'STARTED', ['wait', 8, 12], ['run', 12, 20]],
    ]);
  });

  it('does not show the last failed attempt twice', () => {
    const task = taskWith({
      ...{ status: 'FAILURE', attempt: 1, started_at: at(2.001), finished_at: at(3) },
      errors: [failed(1, 2, 3)],
    });
    expect(rowsOf(task, 9)).toHaveLength(2);
  });

  it('ends the queue time of a task that was revoked before it started', () => {
    expect(rowsOf(taskWith({ status: 'REVOKED', finished_at: at(4) }), 9)).toEqual([
      ['In the queue', 'PENDING', ['wait', 0, 4]],
    ]);
  });

  it('puts children and steps on the same scale', () => {
    const task = taskWith({ status: 'SUCCESS', attempt: 1, started_at: at(0), finished_at: at(10) });
    const child = taskWith({
      status: 'SUCCESS',
      created_at: at(5),
      started_at: at(6),
      finished_at: at(20),
      attempt: 1,
    });
    const step = { task_id: 's', status: 'PENDING', started_at: null, finished_at: null };
    const workflow = { workflow_id: 'w', steps: { first: step } } as unknown as WorkflowDetails;
    const ofStep = { ...child, workflow_id: 'w' };
    const waterfall = waterfallOf({ task, children: [child, ofStep], workflow }, 0);
    expect([waterfall.from, waterfall.to]).toEqual([0, 20_000]);
    expect(waterfall.rows.map(({ group, spans }) => [group, spans.length])).toEqual([
      ['task', 1],
      ['task', 1],
      ['child', 2],
      ['step', 0],
    ]);
    expect(placeOf({ kind: 'run', from: 5_000, to: 10_000 }, waterfall)).toEqual({ left: 25, width: 25 });
  });
});

describe('the states', () => {
  const change = (status: Task['status'], second: number) => ({
    ...{ status, at: at(second), attempt: 1, actor: null, reason: null },
  });

  it('last until the next one, the last one of an open task until now', () => {
    const open = [change('PENDING', 0), change('STARTED', 3)];
    expect(stateSpans(open, 10_000).map(({ lastsMs }) => lastsMs)).toEqual([3_000, 7_000]);
    expect(stateSpans([...open, change('SUCCESS', 5)], 10_000).at(-1)?.lastsMs).toBeNull();
  });

  it('give a task that was revoked before it started no duration', () => {
    const task = taskWith({ status: 'REVOKED', finished_at: at(4) });
    expect(durationsOf(task, 9_000)).toEqual({ waitMs: null, runMs: null });
  });

  it('count the wait from when the task could have started', () => {
    expect(durationsOf(taskWith({ run_at: at(6) }), 9_000)).toEqual({ waitMs: 3_000, runMs: null });
    const done = taskWith({ status: 'SUCCESS', started_at: at(2), finished_at: at(5) });
    expect(durationsOf(done, 9_000)).toEqual({ waitMs: 2_000, runMs: 3_000 });
    const retrying = taskWith({ status: 'RETRY', started_at: at(2), errors: [failed(1, 2, 3)] });
    expect(durationsOf(retrying, 9_000)).toEqual({ waitMs: 2_000, runMs: null });
  });
});
