import { describe, expect, it } from '@jest/globals';
import type { AttemptError } from '../task/task-error.js';
import { fingerprintIn, framesIn, keptStacks, readStack, stackIn, writeStack } from './recorded-error.js';

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
    expect(readStack(writeStack(error, framesIn(String(new Error('x').stack), 'x', 5)))).toEqual(error);
    expect(readStack(writeStack({ ...error, message: '' }, []))).toEqual({ ...error, message: '' });
  });

  it('includes its fingerprint, and stays readable for earlier versions', () => {
    const stack = writeStack(error, ['    at f (file.js:1:1)'], '0123456789abcdef');
    expect(fingerprintIn(stack)).toBe('0123456789abcdef');
    expect(readStack(stack)).toEqual(error);
    expect(stackIn(stack)).toBe('RangeError: too far:\nby one\n    at f (file.js:1:1)');
    expect(stack.split('\n').at(-1)).toMatch(/^ {4}at attempt 2 on worker 1-a from \S+ to \S+$/);
    expect(fingerprintIn(writeStack(error, []))).toBeUndefined();
  });

  it('is a readable stack', () => {
    expect(writeStack(error, ['    at f (file.js:1:1)']).split('\n')).toEqual([
      'RangeError: too far:',
      'by one',
      '    at f (file.js:1:1)',
      '    at attempt 2 on worker 1-a from 2026-11-24T08:00:00.000Z to 2026-11-24T08:00:01.000Z',
    ]);
  });

  it.each(['', 'Error: x', 'Error: x\n    at f (file.js:1:1)', 'nonsense'])(
    'rejects foreign text: %j',
    (stack) => {
      expect(readStack(stack)).toBeUndefined();
    },
  );

  it.each([
    ['a message with a stack in it', { message: 'Command failed\n    at inner (child.js:1:1)\nNode.js v20' }],
    ['a worker with a separator of lines in its name', { worker: 'two\u2028lines' }],
    ['a worker that is called like a part of the line', { worker: 'w from a to b' }],
  ])('comes back as it was written: %s', (_what, odd) => {
    const written = { ...error, ...odd };
    expect(readStack(writeStack(written, ['    at f (file.js:1:1)']))).toEqual(written);
    expect(readStack(writeStack(written, []))).toEqual(written);
    const full = writeStack(written, ['Caused by: Error: inner'], '0123456789abcdef');
    expect(readStack(full)).toEqual(written);
    expect(fingerprintIn(full)).toBe('0123456789abcdef');
    expect(stackIn(full)).toBe(`RangeError: ${written.message}\nCaused by: Error: inner`);
  });
});

describe('frames of a stack', () => {
  it('are not confused with lines of the message', () => {
    const message = 'failed\n    at inner (child.js:1:1)';
    expect(framesIn(`Error: ${message}\n    at outer (parent.js:1:1)`, message, 5)).toEqual([
      '    at outer (parent.js:1:1)',
    ]);
  });
});

describe("stacks of a task's failed attempts", () => {
  const fail = (times: number, stackOf: (i: number) => string) => {
    let stacks: string[] = [];
    for (let i = 1; i <= times; i++) stacks = [...keptStacks(stacks, stackOf(i)), stackOf(i)];
    return stacks;
  };

  it('keep the first ten and the last ten', () => {
    expect(fail(15, String)).toHaveLength(15);
    const first = Array.from({ length: 10 }, (_, i) => String(i + 1));
    const last = Array.from({ length: 10 }, (_, i) => String(i + 91));
    expect(fail(100, String)).toEqual([...first, ...last]);
  });

  it.each(['x', 'é', '\u0000', '"'])('take 64 KB at most: %j', (character) => {
    const stacks = fail(30, (i) => `${i}: ${character.repeat(4_000)}`);
    expect(Buffer.byteLength(JSON.stringify(stacks))).toBeLessThanOrEqual(65_536);
    expect(stacks.at(-1)).toMatch(/^30: /);
    expect(stacks[0]).toMatch(/^1: /);
  });

  it('are cut to that size if an older version has kept a megabyte', () => {
    const old = Array.from({ length: 100 }, (_, i) => `${i}: ${'x'.repeat(10_000)}`);
    expect(Buffer.byteLength(JSON.stringify([...keptStacks(old, 'new'), 'new']))).toBeLessThanOrEqual(65_536);
  });
});
