import type { Socket } from 'node:net';
import type { Redis, RedisOptions } from 'ioredis';
import { type CircuitBreaker, refuseSilent } from './circuit-breaker.js';
import { LiveRedis } from './live-redis.js';

type SendCommand = Redis['sendCommand'];

/**
 * How many commands may wait for each other; the broker works on them while the turn goes on.
 *
 * A worker has few tasks at once. Were all their ends held, it would wait for the broker and then the broker for it.
 */
const MOST = { producer: 16, worker: 4 };
/** Nor does a command wait for longer, if others follow it: what a task has come to is not held by the next one's work. */
const LONGEST_MS = 2;

/**
 * A Redis client whose commands of one turn of the event loop leave in few writes. A write to a socket is a system call
 * and costs more than the command in it; under load many requests are answered in one turn, and many tasks end. Nothing
 * else changes: order, replies, errors and reconnecting are those of each command.
 */
export class BatchingRedis extends LiveRedis {
  private corked: Socket | undefined;
  private corkedAt = 0;
  private held = 0;
  private readonly most: number;

  /** @param breaker while it is open nothing is sent but what makes a connection; for who does not wait, a producer */
  constructor(
    options: RedisOptions,
    private readonly breaker?: CircuitBreaker,
  ) {
    super(options);
    this.most = breaker ? MOST.producer : MOST.worker;
  }

  override sendCommand(...command: Parameters<SendCommand>): ReturnType<SendCommand> {
    if (this.breaker?.isOpen && this.status === 'ready') return refuseSilent(command[0]);
    this.cork();
    const reply = super.sendCommand(...command);
    this.held += 1;
    if (this.held >= this.most || performance.now() - this.corkedAt > LONGEST_MS) this.release();
    return reply;
  }

  /** Holds what is written until the end of this turn at the latest. */
  private cork(): void {
    const { stream } = this as { stream?: Socket }; // there is none before the first connection
    if (stream === undefined || stream === this.corked) return;
    this.release();
    stream.cork();
    this.corked = stream;
    this.corkedAt = performance.now();
    setImmediate(() => this.release());
  }

  /** A stream that has closed by then takes no harm. */
  private release(): void {
    this.corked?.uncork();
    this.corked = undefined;
    this.held = 0;
  }
}
