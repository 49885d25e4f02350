import { describe, expect, it } from '@jest/globals';
import type { Task } from '../../../api/types.js';
import { type TaskRow, rowOf, runMsOf, shortJson } from './task-row.js';
import { TaskRows } from './task-rows.js';

function task(id: string, given: Partial<Task> = {}): Task {
  return {
    ...{ task_id: id, name: 'math.divide', queue: 'tasks', status: 'PENDING', attempt: 0, max_attempts: 3 },
    ...{ error: null, errors: [], priority: 'normal', tags: [], worker: null, crashes: 0, result: null },
    ...{ created_at: '2026-01-10T11:00:00Z', run_at: null, started_at: null, finished_at: null },
    ...{ workflow_id: null, revoke_reason: null, cancel_requested_at: null, submitted_by: null },
    ...given,
  } as unknown as Task;
}

const idsOf = (rows: TaskRows) => rows.all.map(({ task_id: id }) => id);
const rowsOf = (...ids: string[]) => ids.map((id) => rowOf(task(id)));

describe('TaskRows', () => {
  it('adds a page once, and keeps the places of known rows', () => {
    const first = new TaskRows(rowsOf('d', 'c', 'b'));
    const newer = [rowOf(task('b', { status: 'STARTED' })), ...rowsOf('a', 'a')];
    const rows = first.followedBy(newer);
    expect(idsOf(rows)).toEqual(['d', 'c', 'b', 'a']);
    expect(rows.get('b')?.status).toBe('STARTED');
    expect(first.get('b')?.status).toBe('PENDING');
  });

  it('changes known rows in place, and says that their result is not known yet', () => {
    const { error: _, ...change } = rowOf(task('b', { status: 'SUCCESS', worker: 'w1' }));
    const rows = new TaskRows(rowsOf('c', 'b')).changedBy([change as TaskRow, ...rowsOf('x')]);
    expect(idsOf(rows)).toEqual(['c', 'b']);
    expect(rows.get('b')).toMatchObject({ status: 'SUCCESS', worker: 'w1', isStale: true });
    const again = rows.withRows([rowOf(task('b', { status: 'SUCCESS', result: 5 }))]);
    expect(again.get('b')).toMatchObject({ result: '5', isStale: false });
  });

  it('stays the same without known rows', () => {
    const rows = new TaskRows(rowsOf('a'));
    expect(rows.changedBy(rowsOf('x'))).toBe(rows);
    expect(idsOf(rows.without(new Set(['a'])))).toEqual([]);
  });
});

describe('a row', () => {
  it('shows payload, result and values of the payload in short', () => {
    const payload = { customer: { id: 4711 }, text: 'x'.repeat(1_000) };
    const row = rowOf(task('a', { payload, status: 'SUCCESS', result: 'done' }), ['customer.id', 'no.such']);
    expect(row.payload).toHaveLength(201);
    expect(row).toMatchObject({ result: 'done', values: { 'customer.id': '4711', 'no.such': '' } });
  });

  it('has no result before its end, and none after a cancellation', () => {
    expect([task('a'), task('a', { status: 'REVOKED' })].map((one) => rowOf(one).result)).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('has a duration once it has run', () => {
    const times = { started_at: '2026-01-10T11:00:02Z', finished_at: '2026-01-10T11:00:12Z' };
    expect(runMsOf(rowOf(task('a', { ...times, status: 'FAILURE' })))).toBe(10_000);
    expect(runMsOf(rowOf(task('a', { ...times, status: 'REVOKED', started_at: null })))).toBeUndefined();
    expect(runMsOf(rowOf(task('a', { ...times, status: 'STARTED', finished_at: null })))).toBeUndefined();
  });

  it('writes JSON in one line', () => {
    expect([{ a: [1] }, null, 'text', 5, undefined].map(shortJson)).toEqual([
      '{"a":[1]}',
      'null',
      'text',
      '5',
      '',
    ]);
  });
});
