import { Injectable, Logger } from '@nestjs/common';
import { BrokerUnavailableError } from '../redis/broker.errors.js';
import { TaskNotFoundError } from '../task/queue.errors.js';
import { type TaskView, linesFrom } from './task-events.js';
import { isTaskId } from '../task/task-id.js';
import { type LogLines, TaskOutput } from '../read/task-output.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import { TaskStore } from '../read/task-store.js';
import { TaskWatcher } from './task-watcher.js';

/** Somebody who wants to know of every change of a task. */
export interface Follower {
  /** How many lines of the task's log it has: every look reads from there on, or from before. */
  readonly linesSeen: number;
  /** Called with a part of the log of a task that does not run any more; `see` follows, with the last one. */
  log(lines: LogLines): void;
  /** Called for every look that began after it came, in the order of the looks; not every one finds something new. */
  see(view: TaskView): void;
  /** Nothing more will be seen: the task was removed, or cannot be read. */
  lose(): void;
}

/** Lets any number of followers see how tasks change: each change is read once a task, however many follow it. */
@Injectable()
export class TaskFeed {
  private readonly tasks = new Map<string, FollowedTask>();

  constructor(
    private readonly store: TaskStore,
    private readonly notes: TaskOutput,
    private readonly watcher: TaskWatcher,
  ) {}

  /** Before a task is read, so that what changes between the reading and `follow` is not missed. */
  listen(id: string): Listening {
    return new Listening(id, this.watcher);
  }

  /**
   * Shows the task to the follower after every change, until it is told to stop: also after one that was heard since
   * `listening` began. While the broker is away nothing is seen, and everything once it is back.
   *
   * @param listening began before the task was read; who began it stops it
   * @returns ends the following
   */
  follow(id: string, follower: Follower, listening: Listening): () => void {
    const task = this.tasks.get(id) ?? this.begin(id);
    task.followers.add(follower);
    if (listening.heard(id)) task.lookAgain();
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

/** Hears whether a task may have changed. */
export class Listening {
  private hasRung = false;
  private readonly unwatch: () => void;

  /** @param id as a caller says it: it may be none, or in capitals, and is not listened to then */
  constructor(
    private readonly id: string,
    watcher: TaskWatcher,
  ) {
    this.unwatch = isTaskId(id) ? watcher.watch(id, () => (this.hasRung = true)) : () => undefined;
  }

  /** Whether the task with this id may have changed since. */
  heard(id: string): boolean {
    return this.hasRung || id !== this.id;
  }

  stop(): void {
    this.unwatch();
  }
}

/** One task and those who follow it. One look at a time, so that nobody sees an older state after a newer one. */
class FollowedTask {
  readonly followers = new Set<Follower>();
  unwatch: () => void = () => undefined;
  private readonly logger = new Logger(TaskFeed.name);
  private isLooking = false;
  private isStale = false;

  constructor(
    private readonly find: () => Promise<TaskSnapshot>,
    private readonly read: (task: TaskSnapshot, from: number) => Promise<LogLines>,
  ) {}

  /** Looks now, or once more after the look that is going on: that one may have missed what has just happened. */
  lookAgain(): void {
    this.isStale = true;
    if (!this.isLooking) void this.lookWhileStale();
  }

  private async lookWhileStale(): Promise<void> {
    this.isLooking = true;
    while (this.isStale && this.followers.size > 0) {
      this.isStale = false;
      // Who comes during a look has read the task later than the look did, and is shown the next one.
      const audience = [...this.followers];
      await this.show(audience).catch((error: unknown) => this.fail(audience, error));
    }
    this.isLooking = false;
  }

  /**
   * The log goes out in parts, so that between two of them a follower can be found to lag behind: as a whole it would
   * wait in memory for each of them.
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
        // That a task runs comes before what it says, that it has ended comes after.
        if (isLast || task.status === 'STARTED') follower.see({ task, log });
        else follower.log(linesFrom(log, follower.linesSeen));
      }
      if (isLast) return;
    }
  }

  private fail(audience: readonly Follower[], error: unknown): void {
    if (error instanceof BrokerUnavailableError) return; // the watcher rings when it is back
    if (!(error instanceof TaskNotFoundError)) {
      this.logger.error(`A task that is followed cannot be read: ${String(error)}`, { err: error });
    }
    for (const follower of audience) follower.lose();
  }
}
