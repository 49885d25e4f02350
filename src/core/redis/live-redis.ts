import type { Socket } from 'node:net';
import { type Command, Redis, type RedisOptions, ReplyError } from 'ioredis';
import { replaceForbiddenInfo } from './forbidden-info.js';

type SendCommand = Redis['sendCommand'];

/** Interval of PINGs on a connection. */
const ASK_EVERY_MS = 2_000;
/**
 * Maximum number of unanswered PINGs in a row. A count instead of a time, because a process that was busy itself has
 * sent only one.
 */
const MAX_UNANSWERED = 2;
/** On a connection that waits for tasks or ends, each PING is behind a blocking command of up to 10 s. */
export const MAX_UNANSWERED_WHILE_WAITING = 8;

/**
 * A Redis client that detects a dead peer. A frozen server, or a network that drops packets, closes no connection: a
 * client without a timeout would wait for its reply forever, even after a replica has taken over. Unanswered commands
 * are sent again on the new connection.
 *
 * ioredis' own `socketTimeout` (5.11) runs only while a command is open. It closes the connection on which a worker
 * waits for tasks although the server is healthy, and never notices a dead server under a subscriber. See also
 * https://github.com/redis/ioredis/issues/1919.
 */
export class LiveRedis extends Redis {
  private timer: NodeJS.Timeout | undefined;
  private unanswered = 0;
  private bytesSeen = 0;
  /** The broker's reason for refusing the requested database, or undefined. */
  databaseRefusal: string | undefined;

  constructor(
    options: RedisOptions,
    private readonly maxUnanswered = MAX_UNANSWERED,
  ) {
    super(options);
    this.on('connect', () => this.beginToAsk());
    this.on('close', () => clearInterval(this.timer));
  }

  /** For BullMQ, which creates a worker's blocking connection from its other one. */
  override duplicate(override?: Partial<RedisOptions>): LiveRedis {
    return new LiveRedis({ ...this.options, ...override }, MAX_UNANSWERED_WHILE_WAITING);
  }

  /** Bytes received over the current connection. */
  get bytesRead(): number {
    const { stream } = this as { stream?: Socket }; // undefined before the first connection
    return stream?.bytesRead ?? 0;
  }

  override sendCommand(...[command, ...stream]: Parameters<SendCommand>): ReturnType<SendCommand> {
    if (command.name === 'select') this.leaveUnlessSelected(command);
    else if (command.name === 'info') replaceForbiddenInfo(command);
    return super.sendCommand(command, ...stream);
  }

  /** A connection that could not select its database is not ready. */
  override emit(event: string | symbol, ...values: unknown[]): boolean {
    if (event === 'ready' && this.databaseRefusal !== undefined) return false;
    return super.emit(event, ...values);
  }

  /**
   * If the broker refuses the database, ioredis continues in database 0, which may belong to someone else. Here the
   * connection is closed at once, before anything else is sent, and another one is tried.
   */
  private leaveUnlessSelected(command: Command): void {
    const { resolve, reject } = command;
    command.resolve = (reply) => {
      this.databaseRefusal = undefined;
      resolve(reply);
    };
    command.reject = (error) => {
      if (error instanceof ReplyError) {
        this.databaseRefusal = error.message;
        this.disconnect(true);
      }
      reject(error);
    };
  }

  private beginToAsk(): void {
    clearInterval(this.timer);
    this.unanswered = 0;
    this.timer = setInterval(() => this.askOrLeave(), ASK_EVERY_MS).unref();
  }

  /** ioredis itself sends commands on a connection that is not ready yet: these count the same. */
  private askOrLeave(): void {
    if (this.bytesRead !== this.bytesSeen) this.unanswered = 0; // in the middle of a long reply
    this.bytesSeen = this.bytesRead;
    if (this.unanswered >= this.maxUnanswered) return this.disconnect(true);
    this.unanswered += 1;
    if (this.status !== 'ready') return;
    this.ping().then(
      () => (this.unanswered = 0),
      () => undefined, // no reply or an error: both count as unanswered
    );
  }
}
