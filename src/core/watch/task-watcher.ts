import { EventEmitter } from 'node:events';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { longTimer } from '../../platform/timing/long-timer.js';
import { BrokerUnavailableError } from '../redis/broker.errors.js';
import { Broker } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';
import type { LiveRedis } from '../redis/live-redis.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import { isFinal } from '../task/task-status.js';
import { TaskStore } from '../read/task-store.js';

/** Interval at which watchers check even if every message is lost. */
const LOOK_EVERY_MS = 3_000;

/** Hears of the changes of all tasks. */
export interface AllWatcher {
  /** The ids of tasks that may have changed; other ids are among them, such as those of workflows. */
  changed(ids: readonly string[]): void;
  /** Called when messages may have been lost: before the first one, and after each loss of the connection. */
  missed(): void;
}

/**
 * Signals that a task may have changed, not how: the receiver reads the task. Lost, duplicate or late messages
 * therefore do no harm. One connection and one subscription serve the whole process, from its first watcher, whatever
 * their number.
 */
@Injectable()
export class TaskWatcher implements OnApplicationShutdown {
  private readonly watched = new EventEmitter().setMaxListeners(0);
  private readonly allWatchers = new Set<AllWatcher>();
  private isSubscribed = false;
  private subscriber: LiveRedis | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
    private readonly store: TaskStore,
  ) {}

  /** Closes its connection. */
  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.subscriber?.disconnect();
  }

  /**
   * Calls `onChange` whenever the task may have changed. Reading the task after this call misses nothing: if the
   * subscription is not established yet, `onChange` is called once more when it is.
   *
   * @returns a function that stops watching
   */
  watch(id: string, onChange: () => void): () => void {
    this.subscribe();
    this.watched.on(id, onChange);
    return () => this.watched.off(id, onChange);
  }

  /**
   * Waits until the task is final, `limitMs` is over or the signal aborts. Once the task was read, an outage of the broker
   * does not end the wait.
   *
   * @param limitMs Infinity waits as long as it takes
   * @returns the latest state
   * @throws TaskNotFoundError, BrokerUnavailableError
   */
  async waitUntilFinal(id: string, limitMs: number, signal?: AbortSignal): Promise<TaskSnapshot> {
    const changed = new Bell();
    let isOver = signal?.aborted ?? false;
    const end = () => {
      isOver = true;
      changed.ring();
    };
    const stopTimer = longTimer(end, limitMs);
    signal?.addEventListener('abort', end, { once: true });
    const unwatch = this.watch(id, () => changed.ring());
    try {
      for (let latest: TaskSnapshot | undefined; ;) {
        const rung = changed.next();
        latest = await this.look(id, latest);
        if (isFinal(latest.status) || isOver) return latest;
        await rung;
      }
    } finally {
      unwatch();
      stopTimer();
      signal?.removeEventListener('abort', end);
    }
  }

  /** True while messages arrive. */
  get isListening(): boolean {
    return this.isSubscribed;
  }

  /**
   * Watches all tasks.
   *
   * @returns a function that stops watching
   */
  watchAll(watcher: AllWatcher): () => void {
    this.subscribe();
    this.allWatchers.add(watcher);
    return () => this.allWatchers.delete(watcher);
  }

  /** Number of watched tasks. */
  get size(): number {
    return this.watched.eventNames().length;
  }

  /** While the broker is away, the task is as it was: every watcher is rung when the broker is back. */
  private async look(id: string, seen: TaskSnapshot | undefined): Promise<TaskSnapshot> {
    try {
      return await this.store.find(id);
    } catch (error) {
      if (seen !== undefined && error instanceof BrokerUnavailableError) return seen;
      throw error;
    }
  }

  private subscribe(): void {
    if (this.subscriber) return;
    this.subscriber = this.broker.createSubscriber();
    this.subscriber.on('message', (_channel: string, text: string) => {
      const ids = text.split(' ');
      // A job of another producer may have any id: `error` without a listener would throw.
      for (const id of ids) if (this.watched.listenerCount(id) > 0) this.watched.emit(id);
      for (const watcher of this.allWatchers) watcher.changed(ids);
    });
    this.subscriber.on('close', () => (this.isSubscribed = false));
    // After an outage every watcher checks again, because changes in between were missed.
    this.subscriber.on('ready', () => void this.resubscribe());
    this.timer = setInterval(() => this.ringAll(), LOOK_EVERY_MS).unref();
  }

  private async resubscribe(): Promise<void> {
    try {
      await this.subscriber?.subscribe(this.keys.changes);
    } catch {
      return; // the connection was lost again, or the process stops: the next `ready` tries again
    }
    this.isSubscribed = true;
    for (const watcher of this.allWatchers) watcher.missed();
    this.ringAll();
  }

  private ringAll(): void {
    for (const id of this.watched.eventNames()) this.watched.emit(id);
  }
}

/** Can be rung at any time. A waiter for the next ring receives every ring after its call. */
class Bell {
  private waiting: Promise<void> | undefined;
  private resolve: () => void = ignore;

  next(): Promise<void> {
    this.waiting ??= new Promise((resolve) => (this.resolve = resolve));
    return this.waiting;
  }

  ring(): void {
    this.waiting = undefined;
    this.resolve();
  }
}

function ignore(): void {
  return undefined;
}
