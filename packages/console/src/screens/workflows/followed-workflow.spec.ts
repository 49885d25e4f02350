import type { WorkflowEvent } from '@celeriac/client';
import { describe, expect, it } from '@jest/globals';
import type { WorkflowDetails, WorkflowStep } from '../../api/types.js';
import { afterEvent, countByStatus, isMoving, percentEnded } from './followed-workflow.js';
import { listSteps, matchSteps, remarksOf } from './step-list.js';

const step = (facts: Partial<WorkflowStep> = {}) =>
  ({
    status: 'PENDING',
    task: 'math.divide',
    after: [],
    items: null,
    if_failed: 'fail',
    ...facts,
  }) as WorkflowStep;

const workflow = {
  status: 'PENDING',
  step_count: 3,
  open_step_count: 3,
  critical_path: ['a'],
  steps: { a: step(), b: step({ after: ['a'], if_failed: 'skip' }), c: step({ task: 'images.thumbnail' }) },
  hooks: { on_end: step() },
} as unknown as WorkflowDetails;

const stepEvent = (name: string, facts: Partial<WorkflowStep>) =>
  ({ type: 'step', id: '0', data: { name, ...step(facts) } }) as unknown as WorkflowEvent;

describe('a workflow that is followed', () => {
  it('changes step by step, and keeps the others', () => {
    const started = afterEvent(workflow, stepEvent('a', { status: 'STARTED' }));
    expect(started).toMatchObject({ status: 'STARTED', open_step_count: 3 });
    expect(started?.steps['b']).toBe(workflow.steps['b']);
    const ended = afterEvent(started, stepEvent('a', { status: 'SUCCESS' }));
    expect(ended?.open_step_count).toBe(2);
    expect(percentEnded(ended ?? workflow)).toBeCloseTo(33.3, 1);
  });

  it('counts the items of a list that becomes known', () => {
    const expanded = afterEvent(
      workflow,
      stepEvent('a', { status: 'STARTED', items: { total: 10, ended: 4 } }),
    );
    expect(expanded).toMatchObject({ step_count: 13, open_step_count: 9 });
  });

  it('ends with the end, and begins with a snapshot', () => {
    const snapshot = { type: 'snapshot', id: '0', data: workflow } as WorkflowEvent;
    const end = { type: 'end', id: '1', data: { status: 'SUCCESS', open_step_count: 0 } } as WorkflowEvent;
    expect(afterEvent(undefined, end)).toBeUndefined();
    expect(afterEvent(afterEvent(undefined, snapshot), end)).toMatchObject({
      status: 'SUCCESS',
      steps: workflow.steps,
    });
  });

  it('moves until its hooks have ended', () => {
    expect(isMoving({ ...workflow, status: 'SUCCESS' })).toBe(true);
    expect(isMoving({ ...workflow, status: 'SUCCESS', hooks: {} })).toBe(false);
  });
});

describe('the list of its steps', () => {
  const rows = listSteps(workflow);

  it('ends with the hooks', () => {
    expect(rows.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'on_end']);
    expect(rows.map(remarksOf)).toEqual([
      ['critical path'],
      ['skips the next if it fails'],
      [],
      ['after the end'],
    ]);
  });

  it('is searched by name, task and status', () => {
    const names = (text: string, status: 'PENDING' | 'FAILURE' | '') =>
      matchSteps(rows, { text, status }).map(({ name }) => name);
    expect(names('THUMB', '')).toEqual(['c']);
    expect(names('a', 'PENDING')).toEqual(['a', 'b', 'c', 'on_end']);
    expect(names('', 'FAILURE')).toEqual([]);
  });

  it('is counted by status', () => {
    expect([...countByStatus(workflow.steps)]).toEqual([['PENDING', 3]]);
  });
});
