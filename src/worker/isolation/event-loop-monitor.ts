import { Injectable, Logger } from '@nestjs/common';
import type { Attempt } from '../attempt/attempt.js';
import { Attempts } from '../attempt/attempts.js';

/** A shorter interval costs an idle worker more than it is worth. */
const EVERY_MS = 200;
/** A longer block delays health checks, lock renewals and every other task of the process. */
const TOO_LONG_MS = 500;

type Watched = Pick<Attempt, 'id' | 'name'>;

/**
 * Warns about inline tasks that block the event loop, by name. The synchronous start of `run`, up to its first await,
 * is timed directly. A later block is detected by a late timer, and all tasks that ran inline since the timer was last
 * on time are named.
 */
@Injectable()
export class EventLoopMonitor {
  private readonly logger = new Logger('Worker');
  /**
   * Tasks that ran inline since the timer was last on time. Only names: keeping attempts this long makes garbage
   * collection expensive.
   */
  private suspects: Watched[] = [];
  private timer: NodeJS.Timeout | undefined;
  private expectedAt = 0;

  constructor(private readonly attempts: Attempts) {}

  start(): void {
    this.expectedAt = performance.now() + EVERY_MS;
    this.timer = setInterval(() => this.look(), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** Calls `run` of an inline task and times it. */
  call<T>({ id, name }: Watched, run: () => Promise<T>): Promise<T> {
    if (this.timer) this.suspects.push({ id, name });
    const from = performance.now();
    const result = run();
    const blockedMs = performance.now() - from;
    if (blockedMs > TOO_LONG_MS) this.warn([{ id, name }], blockedMs);
    return result;
  }

  private look(): void {
    const lateMs = performance.now() - this.expectedAt;
    if (lateMs > TOO_LONG_MS && this.suspects.length > 0) this.warn(this.suspects, lateMs);
    const running = new Set(this.attempts.running().map(({ id }) => id));
    this.suspects = this.suspects.filter(({ id }) => running.has(id));
    this.expectedAt = performance.now() + EVERY_MS;
  }

  private warn(attempts: readonly Watched[], blockedMs: number): void {
    this.expectedAt = performance.now() + EVERY_MS; // this block has been reported
    const names = [...new Set(attempts.map(({ name }) => name))];
    const who = names.length === 1 ? names[0] : `One of ${names.join(', ')}`;
    this.logger.warn(
      `${who} blocked the event loop for ${Math.round(blockedMs)} ms: give it isolation: 'thread', or make it await ` +
        'in between',
      { task_names: names, task_ids: attempts.map(({ id }) => id), blocked_ms: Math.round(blockedMs) },
    );
  }
}
