import type { Socket } from 'node:net';
import type { Redis, RedisOptions } from 'ioredis';
import { type CircuitBreaker, refuseSilent } from './circuit-breaker.js';
import { LiveRedis } from './live-redis.js';

type SendCommand = Redis['sendCommand'];

/** So many commands do not wait for the end of the turn: the broker works on them while the turn goes on. */
const MOST = 16;

/**
 * A Redis client whose commands of one turn of the event loop leave in few writes. A write to a socket is a system call
 * and costs more than the command in it; under load many requests are answered in one turn. Measured: a submit takes a
 * fifth less of the process, and none of the rate is lost, which it is where a whole turn waits to be sent.
 * For producing only: a worker has few tasks at once, and would wait for the broker while that waits for it.
 * While the breaker is open nothing is sent but what makes a connection. Nothing else changes: order, replies, errors
 * and reconnecting are those of each command.
 */
export class BatchingRedis extends LiveRedis {
  private corked: Socket | undefined;
  private held = 0;

  constructor(
    options: RedisOptions,
    private readonly breaker: CircuitBreaker,
  ) {
    super(options);
  }

  override sendCommand(...command: Parameters<SendCommand>): ReturnType<SendCommand> {
    if (this.breaker.isOpen && this.status === 'ready') return refuseSilent(command[0]);
    this.cork();
    const reply = super.sendCommand(...command);
    this.held += 1;
    if (this.held === MOST) this.release();
    return reply;
  }

  /** Holds what is written until the end of this turn at the latest. */
  private cork(): void {
    const { stream } = this as { stream?: Socket }; // there is none before the first connection
    if (stream === undefined || stream === this.corked) return;
    this.release();
    stream.cork();
    this.corked = stream;
    setImmediate(() => this.release());
  }

  /** A stream that has closed by then takes no harm. */
  private release(): void {
    this.corked?.uncork();
    this.corked = undefined;
    this.held = 0;
  }
}
