import { Injectable } from '@nestjs/common';
import type { QueueName } from '../task/queue-name.js';
import { Broker } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';
import type { BrokerClient } from '../redis/connections.js';
import { entryOf, parseEntry } from '../bullmq/queue-entry.js';
import { Queues } from '../bullmq/queues.js';
import { lookForEnd, settleEnd } from '../bullmq/scripts/job-completion.js';

/**
 * Delay before a task is examined again while it runs or is being notified: it may have ended, and its worker died
 * before the notification.
 */
const LOOK_SOON_MS = 30_000;
/**
 * Delay before a waiting task is examined again. Starting or revoking it makes it due sooner, so this only covers tasks
 * that vanish without a completion (replaced by a debounce, removed by a BullMQ tool). A million waiting tasks cause 300
 * checks a second.
 */
const LOOK_LATER_MS = 3_600_000;

/** A task with its queue. */
export interface TaskPlace {
  readonly queue: QueueName;
  readonly id: string;
}

/**
 * Tasks with a `webhookUrl` or follow-ups, steps of workflows, and tasks that came over a bridge, whose completion is not
 * notified yet, by the time of their next check. An entry exists from before the task is stored until its completion is handed over: if a process dies in
 * between, a sweep takes over. A worker that takes the task renews its entry; a revocation makes it due at once
 * (`bullmq/revoke-job.ts`).
 */
@Injectable()
export class CompletionOutbox {
  /** Tasks taken in this turn of the event loop. */
  private readonly starts: TaskPlace[] = [];

  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
    private readonly queues: Queues,
  ) {}

  /**
   * Adds tasks before their jobs are stored: an entry without a job is dropped later, but a job without an entry could
   * be missed.
   */
  async note(tasks: readonly TaskPlace[]): Promise<void> {
    await this.enter(tasks, LOOK_LATER_MS);
  }

  /**
   * Adds a task that a worker has taken, in case another tool has requeued it without an entry. Those of one turn of the
   * event loop go together. Nothing is lost if it fails: the entry of the submit is due later.
   */
  noteStart(task: TaskPlace): void {
    this.starts.push({ queue: task.queue, id: task.id });
    if (this.starts.length > 1) return;
    setImmediate(() => {
      const starts = this.starts.splice(0);
      this.enter(starts, LOOK_SOON_MS, this.broker.worker).catch(() => undefined);
    });
  }

  /** Makes a task due that a worker has ended, once the broker is back: the notification has failed for now. */
  async noteEnd(task: TaskPlace): Promise<void> {
    await this.enter([task], 0, this.broker.worker);
  }

  /** Up to `count` due entries. */
  async due(count: number): Promise<TaskPlace[]> {
    const { producer } = this.broker;
    const now = Date.now();
    const entries = await producer.zrangebyscore(this.keys.completions, '-inf', now, 'LIMIT', 0, count);
    const known = entries.map(parseEntry).filter(({ queue }) => this.queues.has(queue));
    const unknown = entries.filter((entry) => !this.queues.has(parseEntry(entry).queue));
    // Entries of a newer version with more queues are left to its workers.
    if (unknown.length > 0)
      await producer.zadd(this.keys.completions, ...unknown.flatMap((entry) => [now + LOOK_LATER_MS, entry]));
    return known;
  }

  /** Recorded completion time (ms since 1970) if the notification is still due, otherwise ''. */
  async dueEnd({ queue, id }: TaskPlace): Promise<string> {
    const end = { id, completions: this.keys.completions, entry: entryOf(queue, id) };
    const looks = { now: Date.now(), soonMs: LOOK_SOON_MS, lateMs: LOOK_LATER_MS };
    return this.broker.ask(lookForEnd(this.broker.producer, this.queues.keys(queue), end, looks));
  }

  /** @param end as returned by `dueEnd` */
  async settle({ queue, id }: TaskPlace, end: string): Promise<void> {
    const notified = { id, completions: this.keys.completions, entry: entryOf(queue, id) };
    await this.broker.ask(settleEnd(this.broker.producer, this.queues.keys(queue), notified, end));
  }

  private async enter(
    tasks: readonly TaskPlace[],
    lookAfterMs: number,
    client: BrokerClient = this.broker.producer,
  ): Promise<void> {
    if (tasks.length === 0) return;
    const at = Date.now() + lookAfterMs;
    await client.zadd(this.keys.completions, ...tasks.flatMap(({ queue, id }) => [at, entryOf(queue, id)]));
  }
}
