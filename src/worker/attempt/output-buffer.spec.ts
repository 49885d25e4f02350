import { describe, expect, it } from '@jest/globals';
import type { OutputChanges } from '../../core/read/task-output.js';
import { OutputBuffer } from './output-buffer.js';

function writer() {
  const stored: OutputChanges[] = [];
  const notes = new OutputBuffer((some) => {
    stored.push(some);
    return Promise.resolve();
  });
  return { notes, stored, lines: () => stored.flatMap(({ lines }) => lines) };
}

describe('OutputBuffer', () => {
  it('stores the first output at once, buffers later output, and loses nothing at the end', async () => {
    const { notes, stored, lines } = writer();
    for (let i = 1; i <= 50; i++) {
      void notes.progress(i);
      void notes.log(`line ${i}`);
    }
    await notes.flush();
    expect(stored.length).toBeLessThan(5);
    expect(stored.at(-1)?.progress).toBe('50');
    expect(lines()).toEqual(Array.from({ length: 50 }, (_, i) => `line ${i + 1}`));
  });

  it('splits text at line breaks', async () => {
    const { notes, lines } = writer();
    await notes.log('one\ntwo');
    expect(lines()).toEqual(['one', 'two']);
  });

  it('keeps the newest lines beyond the limit, however many come at once', async () => {
    const { notes, lines } = writer();
    await notes.log('first');
    await notes.log(Array.from({ length: 300_000 }, (_, i) => String(i)).join('\n'));
    await notes.flush();
    expect(lines()).toHaveLength(10_001);
    expect(lines().at(-1)).toBe('299999');
  });

  it('keeps the newest characters beyond the limit', async () => {
    const { notes, lines } = writer();
    await notes.log('first');
    for (let i = 0; i < 1_000; i++) void notes.log(`${i} `.padEnd(10_000, 'x'));
    await notes.flush();
    expect(lines()).toHaveLength(1 + Math.floor(1_048_576 / 10_000));
    expect(lines().at(-1)).toMatch(/^999 x/);
  });

  it('logs that progress is not JSON, and keeps the lines', async () => {
    const { notes, stored, lines } = writer();
    await notes.log('warm');
    void notes.progress({ share: Number.NaN });
    void notes.log('after');
    await notes.flush();
    expect(lines()).toEqual([
      'warm',
      'after',
      'progress.share is NaN, which JSON cannot carry. Return plain JSON.',
    ]);
    expect(stored.every(({ progress }) => progress === undefined)).toBe(true);
  });

  it('never fails a task when it cannot be stored', async () => {
    const notes = new OutputBuffer(() => Promise.reject(new Error('away')));
    await notes.log('x');
    await expect(notes.flush()).resolves.toBeUndefined();
  });

  it('drops writes after the end', async () => {
    const { notes, lines } = writer();
    await notes.log('in time');
    notes.close();
    await notes.log('late');
    await notes.flush();
    expect(lines()).toEqual(['in time']);
  });

  it.each([
    [
      'too large',
      { text: 'x'.repeat(20_000) },
      /^progress has more than|^progress has 20011 bytes as JSON; at most 16384/,
    ],
    ['-0', -0, /^progress is -0/],
    ['a Map', new Map(), /^progress is a Map/],
    [
      'what cannot be read',
      {
        get share(): number {
          throw Object.create(null);
        },
      },
      /^progress\.share is a value that cannot be read/,
    ],
  ])('logs an error if progress is %s', async (_what, progress, line) => {
    const { notes, stored, lines } = writer();
    await notes.progress(progress);
    expect(lines()).toEqual([expect.stringMatching(line)]);
    expect(stored.every((some) => some.progress === undefined)).toBe(true);
  });

  it.each([undefined, { a: 1 }, Symbol('s'), Object.create(null), 5])(
    'accepts any logged value: %#',
    async (odd) => {
      const { notes, lines } = writer();
      await notes.log(odd as string);
      expect(lines()).toEqual([expect.any(String)]);
    },
  );

  it('cuts lines to 10,000 characters', async () => {
    const { notes, lines } = writer();
    await notes.log('x'.repeat(1_000_000));
    expect(lines()[0]).toHaveLength(10_000 + '… (cut)'.length);
  });
});
