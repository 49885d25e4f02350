import type { Socket } from 'node:net';
import type { Redis } from 'ioredis';
import { LiveRedis } from './live-redis.js';

type SendCommand = Redis['sendCommand'];

/** So many commands do not wait for the end of the turn: the broker works on them while the turn goes on. */
const MOST = 16;

/**
 * A Redis client whose commands of one turn of the event loop leave in few writes. A write to a socket is a system call
 * and costs more than the command in it; under load many requests are answered in one turn. Measured: a submit takes a
 * fifth less of the process, and none of the rate is lost, which it is where a whole turn waits to be sent.
 * For producing only: a worker has few tasks at once, and would wait for the broker while that waits for it.
 * Nothing else changes: order, replies, errors and reconnecting are those of each command.
 */
export class BatchingRedis extends LiveRedis {
  private corked: Socket | undefined;
  private held = 0;

  override sendCommand(...command: Parameters<SendCommand>): ReturnType<SendCommand> {
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
