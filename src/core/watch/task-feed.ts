import { Injectable, Logger } from '@nestjs/common';
import { RepeatedLook } from './repeated-look.js';
import { BrokerUnavailableError } from '../redis/broker.errors.js';
import { TaskNotFoundError } from '../task/queue.errors.js';
import { type TaskView, linesFrom } from './task-events.js';
import { isTaskId } from '../task/task-id.js';
import type { LogLines } from '../task/handle/task-event.js';
import { TaskOutput } from '../read/task-output.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import { TaskStore } from '../read/task-store.js';
import { TaskWatcher } from './task-watcher.js';

/** A subscriber to all changes of a task. */
export interface Follower {
  /** Number of log lines received: every read starts there or earlier. */
  readonly linesSeen: number;
  /** Called with a part of the log of a task that is not running; `see` follows with the last part. */
  log(lines: LogLines): void;
  /** Called for every read that began after it subscribed, in order; not every one has changes. */
  see(view: TaskView): void;
  /** Called when no more updates follow: the task was removed or cannot be read. */
  lose(): void;
}

/** Lets any number of followers watch tasks: each change is read once per task, however many follow it. */
@Injectable()
export class TaskFeed {
  private readonly tasks = new Map<string, FollowedTask>();

  constructor(
    private readonly store: TaskStore,
    private readonly notes: TaskOutput,
    private readonly watcher: TaskWatcher,
  ) {}

  /** Call it before reading the task, so that changes between the read and `follow` are not missed. */
  listen(id: string): Listening {
    return new Listening(id, this.watcher);
  }

  /**
   * Passes the task to the follower after every change until stopped, including changes since `listening` began. While
   * the broker is unavailable nothing is passed; afterwards everything is.
   *
   * @param listening began before the task was read; its creator stops it. Default: the task is read at once
   * @returns a function that ends the subscription
   */
  follow(id: string, follower: Follower, listening?: Listening): () => void {
    const task = this.tasks.get(id) ?? this.begin(id);
    task.followers.add(follower);
    if (listening?.heard(id) ?? true) task.lookAgain();
    return () => {
      task.followers.delete(follower);
      if (task.followers.size > 0 || this.tasks.get(id) !== task) return;
      this.tasks.delete(id);
      task.unwatch();
    };
  }

  private begin(id: string): FollowedTask {
    const task = new FollowedTask(
      () => this.store.find(id),
      (snapshot, from) => this.read(snapshot, from),
    );
    task.unwatch = this.watcher.watch(id, () => task.lookAgain());
    this.tasks.set(id, task);
    return task;
  }

  private async read(task: TaskSnapshot, from: number): Promise<LogLines> {
    return task.logLines > from ? this.notes.readPart(task, from) : { first: from, lines: [] };
  }
}

/** Records whether a task may have changed. */
export class Listening {
  private hasRung = false;
  private readonly unwatch: () => void;

  /** @param id from a client: an invalid or upper-case id is not listened to */
  constructor(
    private readonly id: string,
    watcher: TaskWatcher,
  ) {
    this.unwatch = isTaskId(id) ? watcher.watch(id, () => (this.hasRung = true)) : () => undefined;
  }

  /** True if the task with this id may have changed since. */
  heard(id: string): boolean {
    return this.hasRung || id !== this.id;
  }

  stop(): void {
    this.unwatch();
  }
}

/** One task with its followers. One read at a time, so that no follower sees an older state after a newer one. */
class FollowedTask {
  readonly followers = new Set<Follower>();
  unwatch: () => void = () => undefined;
  private readonly logger = new Logger(TaskFeed.name);
  private readonly looks = new RepeatedLook(
    () => this.look(),
    () => this.followers.size > 0,
  );

  constructor(
    private readonly find: () => Promise<TaskSnapshot>,
    private readonly read: (task: TaskSnapshot, from: number) => Promise<LogLines>,
  ) {}

  lookAgain(): void {
    this.looks.again();
  }

  /** A follower that joins during a read has read the task later than that, and gets the next one. */
  private async look(): Promise<void> {
    const audience = [...this.followers];
    await this.show(audience).catch((error: unknown) => this.fail(audience, error));
  }

  /**
   * Sends the log in parts, so that a slow follower can be detected in between: as a whole it would wait in memory for
   * each of them.
   */
  private async show(audience: readonly Follower[]): Promise<void> {
    const task = await this.find();
    let from = audience.reduce((least, { linesSeen }) => Math.min(least, linesSeen), Infinity);
    for (;;) {
      const log = await this.read(task, from);
      const followers = audience.filter((follower) => this.followers.has(follower));
      from = log.first + log.lines.length;
      const isLast = log.lines.length === 0 || from >= task.logLines;
      for (const follower of followers) {
        // The start of a task comes before its output, its end after it.
        if (isLast || task.status === 'STARTED') follower.see({ task, log });
        else follower.log(linesFrom(log, follower.linesSeen));
      }
      if (isLast) return;
    }
  }

  private fail(audience: readonly Follower[], error: unknown): void {
    if (error instanceof BrokerUnavailableError) return; // the watcher notifies when it is back
    if (!(error instanceof TaskNotFoundError)) {
      this.logger.error(`A watched task cannot be read: ${String(error)}`, { err: error });
    }
    for (const follower of audience) follower.lose();
  }
}
