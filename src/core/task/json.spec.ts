import { describe, expect, it } from '@jest/globals';
import type { Json } from './json.js';
import type { TaskHandler } from './task.js';

/** Compiles only if T survives JSON: `npm run typecheck` runs this test. */
function survives<T>(_: [T] extends [Json<T>] ? T : never): boolean {
  return true;
}

class Point {
  x!: number;
  label?: string;
}

describe('Json', () => {
  it('accepts values that JSON preserves', () => {
    expect(survives<number>(1)).toBe(true);
    expect(survives<{ a: string | null; b: number[]; c?: boolean }>({ a: null, b: [1] })).toBe(true);
    expect(survives<Point>(new Point())).toBe(true);
    expect(survives<readonly Point[]>([])).toBe(true);
    expect(survives<{ status: 'complete'; data: unknown }>({ status: 'complete', data: 1 })).toBe(true);
    expect(survives<Record<string, number>>({ a: 1 })).toBe(true);
  });

  it('lets a task have no result', async () => {
    class Silent implements TaskHandler<{ a: number }, void> {
      run = (): Promise<void> => Promise.resolve();
    }
    expect(await new Silent().run()).toBeUndefined();
  });

  it('refuses, at compile time, values that JSON would change', () => {
    // @ts-expect-error a Date comes back as text
    survives<{ at: Date }>({ at: new Date() });
    // @ts-expect-error a Map comes back as {}
    survives<Map<string, number>>(new Map());
    // @ts-expect-error a bigint cannot be written at all
    survives<{ n: bigint }>({ n: 1n });
    // @ts-expect-error a required undefined disappears
    survives<{ n: number | undefined }>({ n: undefined });
    // @ts-expect-error a function disappears
    survives<{ f: () => void }>({ f: () => undefined });
    // @ts-expect-error a Set deep inside
    survives<{ a: { b: Set<string>[] } }>({ a: { b: [] } });
    expect.assertions(0);
  });
});
