import type { Socket } from 'node:net';
import { type Command, Redis, type RedisOptions, ReplyError } from 'ioredis';
import { replaceForbiddenInfo } from './forbidden-info.js';

type SendCommand = Redis['sendCommand'];

/** How often a connection is asked whether somebody is there. */
const ASK_EVERY_MS = 2_000;
/** Questions in a row that may stay open. A count, not a time: a process that was busy itself has asked only once. */
const MAX_UNANSWERED = 2;
/** On a connection that waits for tasks each question stands behind a wait of up to 10 s. */
const MAX_UNANSWERED_WHILE_WAITING = 8;

/**
 * A Redis client that notices when nobody is there any more. A server that is frozen, or a network that swallows what
 * is sent, closes no connection: without this, a client without a time limit would wait for its answer for ever, also
 * when a replica has long taken over. What was not answered is sent again on the new connection.
 */
export class LiveRedis extends Redis {
  private timer: NodeJS.Timeout | undefined;
  private unanswered = 0;
  private bytesSeen = 0;
  /** Why the broker refuses the database that was asked for; undefined: it does not. */
  databaseRefusal: string | undefined;

  constructor(
    options: RedisOptions,
    private readonly maxUnanswered = MAX_UNANSWERED,
  ) {
    super(options);
    this.on('connect', () => this.beginToAsk());
    this.on('close', () => clearInterval(this.timer));
  }

  /** For BullMQ, which makes the connection on which a worker waits for tasks from that on which it tells. */
  override duplicate(override?: Partial<RedisOptions>): LiveRedis {
    return new LiveRedis({ ...this.options, ...override }, MAX_UNANSWERED_WHILE_WAITING);
  }

  /** What has come over the connection that it has now. */
  get bytesRead(): number {
    const { stream } = this as { stream?: Socket }; // there is none before the first connection
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
   * ioredis goes on where the broker refuses the database: in database 0, which may be somebody else's. Here the
   * connection is given up at once, before anything else is sent, and another one is tried.
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

  /** A connection that was made and does not get ready is asked by ioredis itself: that counts the same. */
  private askOrLeave(): void {
    if (this.bytesRead !== this.bytesSeen) this.unanswered = 0; // the middle of a long answer
    this.bytesSeen = this.bytesRead;
    if (this.unanswered >= this.maxUnanswered) return this.disconnect(true);
    this.unanswered += 1;
    if (this.status !== 'ready') return;
    this.ping().then(
      () => (this.unanswered = 0),
      () => undefined, // no answer, or one that says why: both count as none
    );
  }
}
