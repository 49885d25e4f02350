import { describe, expect, it } from '@jest/globals';
import {
  type AttemptError,
  fingerprintIn,
  framesOf,
  readStack,
  stackIn,
  writeStack,
} from './recorded-error.js';

const error: AttemptError = {
  attempt: 2,
  worker: 'worker 1-a',
  started_at: '2026-11-24T08:00:00.000Z',
  ended_at: '2026-11-24T08:00:01.000Z',
  type: 'RangeError',
  message: 'too far:\nby one',
};

describe('a recorded error', () => {
  it('comes back as it was written', () => {
    expect(readStack(writeStack(error, framesOf(new Error('x'), 5)))).toEqual(error);
    expect(readStack(writeStack({ ...error, message: '' }, []))).toEqual({ ...error, message: '' });
  });

  it('carries its fingerprint, and is read by earlier versions all the same', () => {
    const stack = writeStack(error, ['    at f (file.js:1:1)'], '0123456789abcdef');
    expect(fingerprintIn(stack)).toBe('0123456789abcdef');
    expect(readStack(stack)).toEqual(error);
    expect(stackIn(stack)).toBe('RangeError: too far:\nby one\n    at f (file.js:1:1)');
    expect(stack.split('\n').at(-1)).toMatch(/^ {4}at attempt 2 on worker 1-a from \S+ to \S+$/);
    expect(fingerprintIn(writeStack(error, []))).toBeUndefined();
  });

  it('reads as a stack for people', () => {
    expect(writeStack(error, ['    at f (file.js:1:1)']).split('\n')).toEqual([
      'RangeError: too far:',
      'by one',
      '    at f (file.js:1:1)',
      '    at attempt 2 on worker 1-a from 2026-11-24T08:00:00.000Z to 2026-11-24T08:00:01.000Z',
    ]);
  });

  it.each(['', 'Error: x', 'Error: x\n    at f (file.js:1:1)', 'nonsense'])(
    'is none of ours: %j',
    (stack) => {
      expect(readStack(stack)).toBeUndefined();
    },
  );
});
