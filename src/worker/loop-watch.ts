import { Injectable, Logger } from '@nestjs/common';
import type { Attempt } from './attempt.js';

const EVERY_MS = 100;
/** A block this long delays health checks, lock renewal and every other task of the process. */
const TOO_LONG_MS = 500;

type Watched = Pick<Attempt, 'id' | 'name'>;

/**
 * Warns, by name, of inline tasks that block the event loop. The first stretch of `run`, up to its first await, is
 * timed itself; for a later one only the lateness of a timer tells, and all that ran inline since it was last on
 * time are named.
 */
@Injectable()
export class LoopWatch {
  private readonly logger = new Logger('Worker');
  private readonly running = new Set<Watched>();
  /** Those that ended since the timer was last on time. */
  private ended: Watched[] = [];
  private timer: NodeJS.Timeout | undefined;
  private expectedAt = 0;

  start(): void {
    this.expectedAt = performance.now() + EVERY_MS;
    this.timer = setInterval(() => this.look(), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** Runs an inline task under watch. */
  async during<T>(attempt: Watched, run: () => Promise<T>): Promise<T> {
    this.running.add(attempt);
    const from = performance.now();
    try {
      const result = run();
      const blockedMs = performance.now() - from;
      if (blockedMs > TOO_LONG_MS) this.warn([attempt], blockedMs);
      return await result;
    } finally {
      this.running.delete(attempt);
      // Its names only: kept beyond its end, an attempt and its job cost the garbage collector 7 % of an attempt.
      if (this.timer) this.ended.push({ id: attempt.id, name: attempt.name });
    }
  }

  private look(): void {
    const lateMs = performance.now() - this.expectedAt;
    const suspects = [...this.running, ...this.ended];
    this.ended = [];
    this.expectedAt = performance.now() + EVERY_MS;
    if (lateMs > TOO_LONG_MS && suspects.length > 0) this.warn(suspects, lateMs);
  }

  private warn(attempts: readonly Watched[], blockedMs: number): void {
    this.expectedAt = performance.now() + EVERY_MS; // this stretch has been spoken of
    const names = [...new Set(attempts.map(({ name }) => name))];
    const who = names.length === 1 ? names[0] : `One of ${names.join(', ')}`;
    this.logger.warn(
      `${who} blocked the event loop for ${Math.round(blockedMs)} ms: give it isolation: 'thread', or let it wait in between`,
      { task_names: names, task_ids: attempts.map(({ id }) => id), blocked_ms: Math.round(blockedMs) },
    );
  }
}
