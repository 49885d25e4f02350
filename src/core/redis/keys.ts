import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';

/** Field of `blobSizes`: the bytes of all tasks. No task id is written like this. */
export const ALL_BLOBS = 'total';

/** The names of everything of ours in Redis, besides BullMQ's own keys (`<prefix>:<queue>:…`). */
@Injectable()
export class Keys {
  /** Sorted set of every submitted task, in the order of their ids, which is that of their making. */
  readonly index: string;
  /** Sorted set of settled tasks by the time at which they may be removed. */
  readonly retention: string;
  /** Sorted set of tasks that must not start after a time, by that time. */
  readonly expirations: string;
  /** Sorted set of tasks that may have blobs, by the time at which a sweep looks after them. */
  readonly blobs: string;
  /** Hash: the bytes of blobs that each task has reserved, and their total. */
  readonly blobSizes: string;
  /** Sorted set of tasks whose end is to be told of, by the time at which to look at them. */
  readonly ends: string;
  /** Sorted set of workers by their last heartbeat. */
  readonly workers: string;
  /** What sessions in the browser are signed with. */
  readonly sessionSecret: string;
  /** Channel on which workers hear what they have to stop. */
  readonly control: string;
  /** Channel on which those who watch tasks hear which have changed: their ids, separated by spaces. */
  readonly changes: string;
  /** Channel on which workers hear what an operator tells them. */
  readonly commands: string;
  /** Sorted set of what operators did, by when. */
  readonly audit: string;
  /** The same of what they asked for and was refused. */
  readonly auditRefused: string;
  /** Hash: how far the comparison of records with their places has come. */
  readonly reconciliation: string;
  /** What tells the data from other data: gone with it. */
  readonly dataId: string;
  /** Hash: a copy of that id, and the loss of data that nobody has acknowledged yet. */
  readonly dataLoss: string;

  constructor(private readonly config: Config) {
    this.index = this.name('index');
    this.retention = this.name('expiry');
    this.expirations = this.name('deadlines');
    this.blobs = this.name('blobs');
    this.blobSizes = this.name('blob-sizes');
    this.ends = this.name('ends');
    this.workers = this.name('workers');
    this.sessionSecret = this.name('session-secret');
    this.control = this.name('control');
    this.changes = this.name('changes');
    this.commands = this.name('commands');
    this.audit = this.name('audit');
    this.auditRefused = this.name('audit-refused');
    this.reconciliation = this.name('reconciliation');
    this.dataId = this.name('data-id');
    this.dataLoss = this.name('data-loss');
  }

  /** What a worker says of itself. */
  worker(id: string): string {
    return this.name(`worker:${id}`);
  }

  /** Channel on which the replies to one command come. */
  replies(requestId: string): string {
    return this.name(`replies:${requestId}`);
  }

  /** What went through a queue in a minute since 1970. */
  queueMinute(queue: string, minute: number): string {
    return this.name(`minute:${queue}:${minute}`);
  }

  /** Since when and by whom queues are paused, or closed. */
  holds(kind: 'paused' | 'closed'): string {
    return this.name(`${kind}-queues`);
  }

  /** Set of the tasks of a queue that ended as REVOKED: BullMQ keeps them with those that failed. */
  revoked(queue: string): string {
    return this.name(`revoked:${queue}`);
  }

  /** How far a walk along a queue's finished tasks has come. */
  walk(which: string, queue: string, set: string): string {
    return this.name(`walk:${which}:${queue}:${set}`);
  }

  /** Sorted set of the sessions of an API key that were logged out, by when they would have been over. */
  endedSessions(keyName: string): string {
    return this.name(`ended-sessions:${keyName}`);
  }

  /** What was answered to an Idempotency-Key. */
  idempotency(hash: string): string {
    return this.name(`idempotency:${hash}`);
  }

  /** Turns and starts of a limited kind of task. */
  rateLimit(kind: string): string {
    return this.name(`rate:${kind}`);
  }

  /** Who fetches from a host now, who waits for it, and how fast it is asked. */
  host(hash: string): string {
    return this.name(`host:${hash}`);
  }

  /** What is known of an answer that was fetched. */
  fetched(hash: string): string {
    return this.name(`fetched:${hash}`);
  }

  /** How much of its quota a client has used. */
  quota(client: string): string {
    return this.name(`quota:${client}`);
  }

  private name(rest: string): string {
    return `${this.config.redisPrefix}:${rest}`;
  }
}
