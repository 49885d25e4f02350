import { describe, expect, it } from '@jest/globals';
import { IsInt, IsString } from 'class-validator';
import type { CeleryState, ResultMeta } from '../protocol/result-meta.js';
import { progressOf, valueOf } from './remote-outcome.js';
import { RemoteResultError, RemoteRevokedError, RemoteTaskError } from './remote.errors.js';

class Resized {
  @IsString()
  url!: string;

  @IsInt()
  width!: number;
}

const TRACEBACK = `Traceback (most recent call last):
  File "/celery/trace.py", line 451, in trace_task
    R = retval = fun(*args, **kwargs)
  File "/app/tasks.py", line 7, in resize
    raise ValueError('bad')
ValueError: bad
`;

const meta = (state: CeleryState, result: unknown, traceback: string | null = null): ResultMeta => ({
  ...{ id: 'an-id', state, result, traceback, children: [], groupId: null, parentId: null, doneAt: 0 },
});
const thrownBy = (action: () => unknown): unknown => {
  try {
    return action();
  } catch (error) {
    return error;
  }
};

describe('the result of a task in Python', () => {
  it('is parsed by the declared class', () => {
    const resized = valueOf({ task: 't', result: Resized }, meta('SUCCESS', { url: 'u', width: 3 }));
    expect(resized).toEqual({ url: 'u', width: 3 });
    expect(valueOf({ task: 't', result: Number }, meta('SUCCESS', 3))).toBe(3);
    expect(valueOf({ task: 't' }, meta('SUCCESS', [null]))).toEqual([null]);
  });

  it.each([
    [Resized, { url: 'u', width: 'wide' }, 'width'],
    [Resized, { url: 'u', width: 3, more: 1 }, 'more'],
    [Resized, JSON.parse('{"url":"u","width":3,"__proto__":{"isAdmin":true}}'), '__proto__'],
    [Resized, null, 'must be an object'],
    [Number, '3', 'the result of t must be a number, but is string'],
    [String, null, 'the result of t must be a string, but is null'],
  ])('is refused if it is another: %p, %j', (result, value, message) => {
    const error = thrownBy(() => valueOf({ task: 't', result }, meta('SUCCESS', value)));
    expect(error).toBeInstanceOf(RemoteResultError);
    expect((error as Error).message).toContain(message);
  });

  it('is the exception of a failure, with the frames of its traceback', () => {
    const error = { type: 'ValueError', module: 'builtins', args: ['bad'] };
    const thrown = thrownBy(() => valueOf({ task: 'proj.resize' }, meta('FAILURE', error, TRACEBACK)));
    expect(thrown).toBeInstanceOf(RemoteTaskError);
    expect(thrown).toMatchObject({
      ...error,
      traceback: TRACEBACK,
      message: 'proj.resize raised ValueError: bad',
    });
    expect((thrown as Error).stack?.split('\n')).toEqual([
      'RemoteTaskError: proj.resize raised ValueError: bad',
      '    at resize (/app/tasks.py:7)',
      '    at trace_task (/celery/trace.py:451)',
    ]);
  });

  it('is the reason of a revocation', () => {
    const error = { type: 'TaskRevokedError', module: 'celery.exceptions', args: ['expired'] };
    const thrown = thrownBy(() => valueOf({ task: 't' }, meta('REVOKED', error)));
    expect(thrown).toBeInstanceOf(RemoteRevokedError);
    expect(thrown).toMatchObject({ reason: 'expired', message: 't was not carried out: expired' });
  });
});

it.each([
  [{ current: 1, total: 4 }, 25],
  [
    { current: 5, total: 4 },
    { current: 5, total: 4 },
  ],
  [
    { current: 1, total: 0 },
    { current: 1, total: 0 },
  ],
  [{ page: 3 }, { page: 3 }],
  ['half', undefined],
  [null, undefined],
  [[1], undefined],
])('progress of Python becomes ours: %j', (value, progress) => {
  expect(progressOf(value)).toEqual(progress);
});
