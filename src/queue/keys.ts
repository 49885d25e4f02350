import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';

/** The names of everything of ours in Redis, besides BullMQ's own keys (`<prefix>:<queue>:…`). */
@Injectable()
export class Keys {
  /** Sorted set of every submitted task, in the order of their ids, which is that of their making. */
  readonly index: string;
  /** Sorted set of settled tasks by the time at which they may be removed. */
  readonly expiry: string;
  /** Sorted set of tasks that must not start after a time, by that time. */
  readonly deadlines: string;
  /** Sorted set of workers by their last heartbeat. */
  readonly workers: string;
  /** Channel on which workers hear what they have to stop. */
  readonly control: string;
  /** Channel on which those who watch tasks hear which have changed: their ids, separated by spaces. */
  readonly changes: string;

  constructor(private readonly config: Config) {
    this.index = this.name('index');
    this.expiry = this.name('expiry');
    this.deadlines = this.name('deadlines');
    this.workers = this.name('workers');
    this.control = this.name('control');
    this.changes = this.name('changes');
  }

  /** What a worker says of itself. */
  worker(id: string): string {
    return this.name(`worker:${id}`);
  }

  /** How far the walk along a queue's finished tasks has come. */
  walk(queue: string, set: string): string {
    return this.name(`walk:${queue}:${set}`);
  }

  /** What was answered to an Idempotency-Key. */
  idempotency(hash: string): string {
    return this.name(`idempotency:${hash}`);
  }

  /** Turns and starts of a limited kind of task. */
  rateLimit(kind: string): string {
    return this.name(`rate:${kind}`);
  }

  private name(rest: string): string {
    return `${this.config.redisPrefix}:${rest}`;
  }
}
