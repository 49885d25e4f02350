import { describe, expect, it } from '@jest/globals';
import { type TaskSnapshot, rowsOf, taskFields } from '../../core/index.js';
import { columns } from './columns.js';
import { type RecordedTask, fullTaskOf, logIn, rowOf } from './task-row.js';

const ID = '019ac000-0000-7000-8000-000000000001';
const task: TaskSnapshot = {
  ...{ id: ID, name: 'math.divide', queue: 'tasks', status: 'FAILURE', result: null, isResultLeftOut: false },
  ...{ error: { type: 'RangeError', message: 'too big' }, errorStack: 'RangeError: too big\n    at x' },
  ...{ errorFingerprint: '0123456789abcdef', progress: null, logLines: 3, attempt: 2, maxAttempts: 4 },
  errors: [
    ...[
      { attempt: 1, worker: 'w', started_at: '2026-01-01T00:00:00.000Z', type: 'RangeError', message: 'a' },
    ],
  ].map((error) => ({ ...error, ended_at: '2026-01-01T00:00:01.000Z' })),
  ...{ crashes: 1, priority: 'high', createdAt: 1_764_422_400_123, runAt: 1_764_422_400_124 },
  ...{ startedAt: 1_764_422_400_125, finishedAt: 1_764_422_400_126, expiresAt: 1_764_422_500_000 },
  ...{
    worker: 'w',
    tags: ['a', 'b "c" \\ {d}', ''],
    webhookUrl: null,
    followUps: null,
    bridge: null,
    parentId: ID,
    rootId: ID,
  },
  ...{ replayOf: ID, workflowId: ID, step: 'first', stepRole: null, replacedBy: ID, submittedBy: 'shop' },
  ...{
    revokeReason: 'why',
    revocations: [{ reason: 'r', at: 1, retriedAt: 2 }],
    cancelRequestedAt: null,
    traceId: 'ab',
    bridgeOrigin: { name: 'celery', id: 'x' },
  },
};
const recorded: RecordedTask = {
  ...{
    task,
    payload: '{"x":1}',
    log: { first: 1, lines: ['a', 'b'] },
    version: '1.2.3',
    runMs: 1,
    waitMs: 2,
  },
};

/** Reads a row as PostgreSQL gives it back: JSON parsed, arrays as lists. */
function roundTrip(changes: Partial<RecordedTask>) {
  const values = rowOf({ ...recorded, ...changes });
  return Object.fromEntries(
    columns.map(([column, { cast }], i): [string, unknown] => {
      const value = values[i] ?? null;
      if (cast === '$::text[]') return [column, textsIn(String(value))];
      return [column, cast === '$::jsonb' && value !== null ? JSON.parse(String(value)) : value];
    }),
  );
}

const textsIn = (literal: string): unknown => JSON.parse(`[${literal.slice(1, -1)}]`);
const changed = (changes: Partial<TaskSnapshot>) => roundTrip({ task: { ...task, ...changes } });

describe('a row of the history', () => {
  it('keeps every field of a task that belongs into the history', () => {
    const row = roundTrip({});
    expect(fullTaskOf(row)).toEqual({ task, payload: { x: 1 } });
    expect(logIn(row)).toEqual({ first: 1, lines: ['a', 'b'] });
    for (const [name, { value }] of rowsOf(taskFields)) if (value) expect(task).toHaveProperty(name);
  });

  it('keeps a task that has only what each has, in few bytes', () => {
    const nothing = { error: null, errorStack: null, errorFingerprint: null, errors: [], logLines: 0 };
    const bare: TaskSnapshot = {
      ...{ ...task, ...nothing, status: 'SUCCESS', result: false, tags: [], revocations: [], crashes: 0 },
      ...{ runAt: null, expiresAt: null, parentId: null, rootId: null, replayOf: null, workflowId: null },
      ...{
        step: null,
        replacedBy: null,
        submittedBy: null,
        revokeReason: null,
        traceId: null,
        bridgeOrigin: null,
      },
    };
    const row = roundTrip({ task: bare, payload: undefined, log: undefined });
    expect(fullTaskOf(row)).toEqual({ task: bare, payload: undefined });
    expect(row).toMatchObject({ rest: null, exact: null, log: null, payload: null });
  });

  it.each<Partial<TaskSnapshot>>([
    { result: { text: 'a\0b', lone: '\ud800', pair: '\ud83d\ude00', slash: '\\u0000' } },
    { result: 1e308, status: 'SUCCESS' },
    { result: 0.1 + 0.2 },
    { error: { type: 'E', message: 'NUL \0 and \udc00' } },
    { tags: ['NUL \0', 'plain'] },
    { worker: 'w\0' },
    { createdAt: -1e15 },
    { finishedAt: 1.5 },
    { parentId: 'not an id' },
    { attempt: 2 ** 40 },
    { errorStack: 'NUL \0' },
  ])('keeps what PostgreSQL cannot hold as it is: %j', (changes) => {
    const row = changed(changes);
    expect(fullTaskOf(row).task).toEqual({ ...task, ...changes });
    const { exact: _, ...searched } = row;
    expect(JSON.stringify(searched)).not.toMatch(/\\u0000(?!")|\\ud/);
  });

  it('shows no exact payload to someone who did not ask for payloads', () => {
    const { payload: _, ...row } = roundTrip({ payload: String.raw`{"a":"\u0000"}` });
    expect(fullTaskOf(row).payload).toBeUndefined();
    expect(fullTaskOf(roundTrip({ payload: String.raw`{"a":"\u0000"}` })).payload).toEqual({ a: '\0' });
  });
});
