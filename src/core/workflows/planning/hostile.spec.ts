import { describe, expect, it } from '@jest/globals';
import { Allow, IsOptional, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import { pathOfPointer } from '../../../platform/validation/json-pointer.js';
import type { TaskRegistry } from '../../task/task-registry.js';
import { InvalidWorkflowError, MAX_FAULTS } from '../definition/workflow.errors.js';
import { randomOf } from '../../../../test/support/random.js';
import { planOf } from './plan-of.js';

class Free {
  @IsOptional()
  @Allow()
  data?: unknown;

  @IsOptional()
  @ValidateNested({ each: true })
  @Type(() => Free)
  more?: Free[];
}

const task = { options: { name: 'free.any', queue: 'default', payload: Free }, handler: {} };
const registry = {
  find: (name: string) => (name === task.options.name ? task : undefined),
  all: () => [task],
  open: () => [task],
} as unknown as TaskRegistry;

/** Names of steps, most of them good. */
const NAMES = [
  ...Array.from({ length: 26 }, (_, i) => `s${i}`),
  'a',
  'b',
  'c',
  'd',
  '__proto__',
  'constructor',
  '',
  'x'.repeat(70),
  'a/~',
  'steps',
  'data',
  'more',
];
const KEYS = ['$result', '$item', '$workflow', '$literal', 'path', 'data', 'more', '__proto__', 'a/~'];
const LEAVES = [
  null,
  true,
  0,
  -0,
  1e300,
  '',
  'a',
  'b',
  '/0',
  '/data/more',
  '~',
  '\ud800',
  'free.any',
  'free.ani',
];

class Junk {
  constructor(private readonly random: () => number) {}

  definition(): unknown {
    const count = 1 + Math.floor(this.random() * 3);
    const steps = Object.fromEntries(Array.from({ length: count }, () => [this.of(NAMES), this.step()]));
    return this.sometimes({ steps, onEnd: this.sometimes(this.step()), name: this.sometimes(undefined) });
  }

  private step(): unknown {
    const data = this.random() < 0.5 ? { $result: this.of(['a', 'b', 'c', 'd']) } : this.value(4);
    const payload = { data: this.random() < 0.5 ? 5 : data, more: this.sometimes([{ data: this.value(2) }]) };
    const step = {
      task: this.sometimes('free.any'),
      payload: this.sometimes(payload),
      after: this.sometimes([]),
      each: this.sometimes(undefined),
      ifFailed: this.sometimes(undefined),
      options: this.sometimes({ priority: this.sometimes('low') }),
    };
    return this.sometimes(step);
  }

  private value(depth: number): unknown {
    const kind = this.random();
    if (depth === 0 || kind < 0.3) return this.of(LEAVES);
    const length = Math.floor(this.random() * 3);
    if (kind < 0.5) return Array.from({ length }, () => this.value(depth - 1));
    return JSON.parse(
      JSON.stringify(
        Object.fromEntries(Array.from({ length }, () => [this.of(KEYS), this.value(depth - 1)])),
      ),
    );
  }

  /** The value, or once in thirty times junk. */
  private sometimes(value: unknown): unknown {
    return this.random() < 0.97 ? value : this.value(3);
  }

  private of<T>(list: readonly T[]): T | undefined {
    return list[Math.floor(this.random() * list.length)];
  }
}

describe('planOf', () => {
  it('plans or refuses any junk, and never fails otherwise', () => {
    const ends = { planned: 0, refused: 0 };
    for (let seed = 0; seed < 5_000; seed++) {
      const definition: any = new Junk(randomOf(seed)).definition() ?? {};
      try {
        const { steps } = planOf(definition, registry, { source: 'outside', maxPayloadBytes: 10_000 });
        for (const [i, { parents }] of steps.entries())
          expect(steps.slice(0, i).map(({ name }) => name)).toEqual(expect.arrayContaining([...parents]));
        ends.planned++;
      } catch (error) {
        if (!(error instanceof InvalidWorkflowError)) throw new Error(`seed ${seed}`, { cause: error });
        expect(error.faults.length).toBeLessThanOrEqual(MAX_FAULTS);
        for (const { pointer } of error.faults) expect(pathOfPointer(pointer)).toBeDefined();
        ends.refused++;
      }
    }
    expect(ends.planned).toBeGreaterThan(200);
    expect(ends.refused).toBeGreaterThan(200);
  });
});
