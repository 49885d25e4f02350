import { setImmediate as nextTurn } from 'node:timers/promises';
import { ApiProperty } from '@nestjs/swagger';
import { Max, Min } from 'class-validator';
import { Task, type TaskContext, type TaskHandler } from '../../core/index.js';
import { IsSafeInteger } from '../../platform/validation/rules/is-safe-integer.js';

const LARGEST = 1_000_000_000;
/** Numbers sieved in one turn of the event loop: a few milliseconds. */
const SEGMENT = 1_000_000;

export class CountPrimesPayload {
  @ApiProperty({
    type: 'integer',
    minimum: 0,
    maximum: LARGEST,
    example: 1_000_000,
    description: 'Upper bound, exclusive',
  })
  @IsSafeInteger()
  @Min(0)
  @Max(LARGEST)
  n!: number;
}

/**
 * Counts the primes below n and reports progress in percent. CPU-bound, so it runs in a thread. Safe to repeat: it has
 * no side effects.
 */
@Task({
  name: 'math.count-primes',
  aliases: ['tasks.count_primes'],
  celery: { args: ['n'] },
  summary: 'Count the primes below n',
  queue: 'tasks',
  payload: CountPrimesPayload,
  columns: ['n'],
  result: Number,
  example: { n: 1_000_000 },
  isolation: 'thread',
})
export class CountPrimesTask implements TaskHandler<CountPrimesPayload, number> {
  async run({ n }: CountPrimesPayload, { signal, progress }: TaskContext): Promise<number> {
    const small = primesBelow(Math.ceil(Math.sqrt(n)) + 1);
    let count = 0;
    for (let low = 2; low < n; low += SEGMENT) {
      const high = Math.min(low + SEGMENT, n);
      count += countSegment(low, high, small);
      await progress(Math.floor((high / n) * 100));
      await nextTurn();
      signal.throwIfAborted();
    }
    return count;
  }
}

/** The sieve of Eratosthenes for [low, high): marks the multiples of each small prime. */
function countSegment(low: number, high: number, small: readonly number[]): number {
  const composite = new Uint8Array(high - low);
  for (const prime of small) {
    const first = Math.max(prime * prime, Math.ceil(low / prime) * prime);
    for (let multiple = first; multiple < high; multiple += prime) composite[multiple - low] = 1;
  }
  return composite.reduce((primes, crossed) => primes + (crossed ? 0 : 1), 0);
}

function primesBelow(limit: number): number[] {
  const composite = new Uint8Array(limit);
  const primes: number[] = [];
  for (let i = 2; i < limit; i++) {
    if (composite[i]) continue;
    primes.push(i);
    for (let multiple = i * i; multiple < limit; multiple += i) composite[multiple] = 1;
  }
  return primes;
}
