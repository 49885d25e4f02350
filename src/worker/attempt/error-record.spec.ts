import { describe, expect, it } from '@jest/globals';
import { DiscardTask, RetryTask, SnoozeTask } from '../../core/task/task-outcome.js';
import { readStack } from '../../core/bullmq/recorded-error.js';
import { SecretTexts } from '../../platform/redaction/secret-texts.js';
import { errorOf, errorRecord, wholeMessage } from './error-record.js';
import { recordable } from './failure.js';

const WHERE = { attempt: 1, worker: 'w', started_at: 'a', ended_at: 'b' };
const throwing = (): never => {
  throw new Error('trap');
};
const revoked = () => {
  const { proxy, revoke } = Proxy.revocable(new Error('x'), {});
  revoke();
  return proxy;
};
const round = () => {
  const error = new Error('a');
  error.cause = new Error('b', { cause: error });
  return error;
};
const itself = (message: string) => {
  const error = new Error(message);
  error.cause = error;
  return error;
};
const inItsOwnList = (...messages: string[]) => {
  const all = new AggregateError(messages.map((message) => new Error(message)));
  all.errors.unshift(all);
  return all;
};
const causedByTheirList = (...messages: string[]) => {
  const all = new AggregateError([]);
  all.errors.push(...messages.map((message) => new Error(message, { cause: all })));
  return all;
};
const endless = (): Error =>
  Object.defineProperty(new Error('deeper'), 'cause', { get: endless, enumerable: true });

describe('a thrown value', () => {
  it.each<[string, unknown]>([
    ['null', null],
    ['undefined', undefined],
    ['a symbol', Symbol('s')],
    ['a BigInt', 1n],
    ['a function', throwing],
    ['an object without a prototype', Object.create(null)],
    ['a Proxy whose traps throw', new Proxy(new Error('x'), { get: throwing, getPrototypeOf: throwing })],
    ['a revoked Proxy', revoked()],
    ['a getter that throws', Object.defineProperty(new Error('x'), 'message', { get: throwing })],
    ['a stack that is a number', Object.assign(new Error('x'), { stack: 42 })],
    ['a stack that throws', Object.defineProperty(new Error('x'), 'stack', { get: throwing })],
    ['a message that is an object', Object.assign(new Error('x'), { message: { toString: throwing } })],
    ['a name that is an object', Object.assign(new Error('x'), { name: { toString: throwing } })],
    ['causes that go round', round()],
    ['a cause that is itself', itself('a')],
    ['causes without an end', endless()],
    ['a cause that cannot be read', new Error('x', { cause: revoked() })],
    ['a list of errors that cannot be read', Object.assign(new Error('x'), { errors: revoked() })],
    ['an error that has itself in its list', Object.assign(new Error('x'), { errors: [round()] })],
    ['a message of many megabytes', new Error('x'.repeat(10_000_000))],
    ['a class that throws when it is compared', { constructor: revoked(), message: 'x' }],
  ])('is recorded, whatever it is: %s', (_what, thrown) => {
    const record = errorRecord(thrown);
    expect(structuredClone(record)).toEqual(record);
    expect(JSON.stringify(record).length).toBeLessThan(3_000_000);
    const { error, message, type } = recordable(errorOf(record), WHERE);
    expect(readStack(error.stack ?? '')).toEqual({ ...WHERE, type, message });
    expect(error.message).toBe(message);
    expect((error.stack ?? '').length).toBeLessThan(5_000);
  });

  it.each<[string, unknown, string]>([
    [
      'its cause',
      new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') }),
      'fetch failed: connect ECONNREFUSED',
    ],
    [
      'the errors that it collects',
      new AggregateError([new Error('first'), new Error('second')]),
      'first; second',
    ],
    [
      'both, and its own words',
      new AggregateError([new Error('a1'), new Error('a2', { cause: 'a text' })], 'all failed', {
        cause: new Error('deep'),
      }),
      'all failed: a1; a2: a text: deep',
    ],
    [
      'what it says already only once',
      new Error('no: refused', { cause: new Error('refused') }),
      'no: refused',
    ],
    [
      'a code where there are no words',
      Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }),
      'ECONNREFUSED',
    ],
    [
      'a plain object',
      { code: 'E_QUOTA', message: 'the quota is used up' },
      'the quota is used up (E_QUOTA)',
    ],
    [
      'an object without a message, by its fields',
      { status: 500, password: 'x' },
      '{"status":500,"password":"[redacted]"}',
    ],
    ['an object without anything', {}, 'The task threw an object without a message: Error'],
    [
      'bytes by their class, and reads none of them',
      new Uint8Array(20_000_000),
      'The task threw an object without a message: Uint8Array',
    ],
    [
      'a boxed text by its class',
      new String('x'.repeat(3_000_000)),
      'The task threw an object without a message: String',
    ],
    [
      'the first 20 items of a long list, and reads no more of it',
      new Proxy(new Array(3_000_000).fill(7), { ownKeys: throwing }),
      JSON.stringify(Object.fromEntries(Array.from({ length: 20 }, (_, place) => [place, 7]))),
    ],
    [
      'the items that a list with holes has',
      Object.assign([], { 1: 'a', 2: {}, 3: 'c' }),
      '{"1":"a","3":"c"}',
    ],
    ['a text', 'just a text', 'just a text'],
    ['no more than itself where its causes go round', round(), 'a'],
    [
      'its class where it has no words',
      new RangeError(),
      'The task threw an error without a message: RangeError',
    ],
    [
      'its class where none of the errors that it collects has words',
      new AggregateError([new Error(), new TypeError()]),
      'The task threw an error without a message: AggregateError',
    ],
    ['the errors of a list that has the list itself', inItsOwnList('first', 'second'), 'first; second'],
    [
      'the errors of a list whose causes lead back to it',
      causedByTheirList('first', 'second'),
      'first; second',
    ],
    [
      'its class where it has no words and causes itself',
      itself(''),
      'The task threw an error without a message: Error',
    ],
    [
      'the first 19 errors of many',
      new AggregateError(Array.from({ length: 100_000 }, (_, i) => new Error(`e${i}`))),
      Array.from({ length: 19 }, (_, i) => `e${i}`).join('; '),
    ],
  ])('yields the message %s', (_what, thrown, message) => {
    expect(wholeMessage(errorRecord(thrown))).toBe(message);
  });

  it('keeps its class, its frames and those of its cause, also across threads', () => {
    class QuotaError extends Error {}
    const thrown = new QuotaError('outer', { cause: new RangeError('inner') });
    for (const error of [thrown, errorOf(structuredClone(errorRecord(thrown)))]) {
      const { type, stack } = recordable(error, WHERE);
      expect(type).toBe('QuotaError');
      expect(stack).toMatch(
        /^QuotaError: outer: inner\n {4}at [\s\S]*\nCaused by: RangeError: inner\n {4}at /,
      );
    }
  });

  it('has secrets redacted in every part', () => {
    const secrets = SecretTexts.of(['hunter2']);
    const thrown = new AggregateError([new Error('a hunter2')], 'b hunter2', {
      cause: { message: 'c hunter2' },
    });
    const { error, message, stack } = recordable(thrown, WHERE, secrets);
    expect([error.message, error.stack, message, stack].join()).not.toContain('hunter2');
  });

  it('has its message cut to 1,000 characters', () => {
    expect(recordable(new Error('x'.repeat(5_000)), WHERE).message).toBe(`${'x'.repeat(1_000)}… (cut)`);
  });
});

const named = (name: string) => Object.assign(new Error('x'), { name });

describe('an error with a meaning for the worker', () => {
  it.each([
    ['SnoozeTask', new SnoozeTask(5)],
    ['RetryTask', new RetryTask('busy', 5)],
    ['DiscardTask', new DiscardTask('never')],
  ])('is recognised by its class, not by its name: %s', (name, real) => {
    expect(errorOf(errorRecord(real)).constructor).toBe(real.constructor);
    expect(errorOf(errorRecord(named(name))).constructor).toBe(Error);
  });

  it.each([Number.NaN, Infinity, -1])('keeps its delay as given: %p', (wait) => {
    expect(errorOf(structuredClone(errorRecord(new SnoozeTask(wait))))).toMatchObject({ delayMs: wait });
  });
});
