import { describe, expect, it } from '@jest/globals';
import { type TaskSnapshot, newSnapshot } from '../../../core/index.js';
import { celeryEndOf } from './celery-end.js';

const definition = { name: 'test.any', queue: 'tasks', payload: Object } as const;
const MAX_BYTES = 1_000;

function endOf(values: Partial<TaskSnapshot>, call = { retries: 0, softLimitMs: null as number | null }) {
  const task = newSnapshot(definition, { jobId: 'a', timestamp: 0, attempts: 3 });
  const ran = { worker: 'w', attempt: 1, startedAt: 1_000, finishedAt: 2_000 };
  return celeryEndOf({ ...task, ...ran, ...values }, call, MAX_BYTES);
}

describe('celeryEndOf', () => {
  it.each([
    [5],
    [null],
    [{ a: [1, { b: {} }] }],
    [{ __type__: 'x' }],
    [{ __type__: 'x', __value__: 1, c: 2 }],
  ])('gives the result %j as it is', (result) => {
    const end = endOf({ status: 'SUCCESS', result });
    expect(end).toEqual({
      ...{ state: 'SUCCESS', value: result, error: null, traceback: null },
      ...{ endedAt: 2_000, worker: 'w', retries: 0 },
    });
  });

  it('gives None for no result', () => {
    expect(endOf({ status: 'SUCCESS', result: undefined })).toMatchObject({ value: null });
  });

  it.each([
    ['would become another value', { a: [{ __type__: 'uuid', __value__: 1 }] }, '__type__'],
    ['is too large', 'x'.repeat(MAX_BYTES), `${MAX_BYTES + 2} bytes`],
  ])('refuses a result that %s', (_, result, said) => {
    const end = endOf({ status: 'SUCCESS', result });
    expect(end).toMatchObject({
      state: 'FAILURE',
      error: { type: 'EncodeError', module: 'kombu.exceptions' },
    });
    expect(end.error?.args[0]).toContain(said);
  });

  it('gives the error with its stack', () => {
    const error = { type: 'ZeroDivisionError', message: 'division by zero' };
    const end = endOf({ status: 'FAILURE', attempt: 2, error, errorStack: 'ZeroDivisionError: …\n at x' });
    expect(end).toMatchObject({
      ...{ state: 'FAILURE', traceback: 'ZeroDivisionError: …\n at x', retries: 1 },
      error: { type: 'ZeroDivisionError', module: 'builtins', args: ['division by zero'] },
    });
    expect(endOf({ status: 'FAILURE', error })).toMatchObject({
      traceback: 'ZeroDivisionError: division by zero',
    });
  });

  it('gives the message of an error without the reason why it is not retried', () => {
    const error = { type: 'ValueError', message: 'no words [not retried: dontRetryOn lists ValueError]' };
    expect(endOf({ status: 'FAILURE', error })).toMatchObject({ error: { args: ['no words'] } });
  });

  it('redacts logins in the error', () => {
    const error = { type: 'Error', message: 'cannot reach redis://me:secret@host' };
    expect(JSON.stringify(endOf({ status: 'FAILURE', error, errorStack: error.message }))).not.toContain(
      'secret',
    );
  });

  it.each([
    [null, 'TimeLimitExceeded'],
    [1_500, 'SoftTimeLimitExceeded'],
  ])('knows which limit was exceeded, soft %p', (softLimitMs, type) => {
    const error = { type: 'TimeoutError', message: 'The attempt exceeded its time limit of 1500 ms' };
    const end = endOf({ status: 'FAILURE', error }, { retries: 0, softLimitMs });
    expect(end.error).toEqual({ type, module: 'billiard.exceptions', args: [1.5] });
  });

  it.each([
    ['expired', { revokeReason: 'expired', startedAt: null }],
    ['revoked', { revokeReason: 'cancelled', startedAt: null }],
    ['terminated', { revokeReason: 'cancelled' }],
  ])('knows of a revoked task that it was %s', (reason, values) => {
    const { error } = endOf({ status: 'REVOKED', ...values });
    expect(error).toEqual({ type: 'TaskRevokedError', module: 'celery.exceptions', args: [reason] });
  });
});
