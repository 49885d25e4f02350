import { randomBytes } from 'node:crypto';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { TaskIndex } from '../../read/task-index.js';
import { TaskStore } from '../../read/task-store.js';
import { BrokerUnavailableError } from '../../redis/broker.errors.js';
import { isTaskId } from '../../task/task-id.js';
import { type AllWatcher, TaskWatcher } from '../task-watcher.js';
import { NewTasks } from './new-tasks.js';
import { RecentChanges, type TaskChange } from './recent-changes.js';

/** Readers are called at most this often. */
const TURN_MS = 250;
/** Tasks read a turn, so at most 1,000 a second, however many change. */
const MAX_READ = 250;
/** Changed tasks that wait for their turn: at most a second's reads. Others are skipped. */
const MAX_WAITING = 1_000;
/** Time for which changes are collected, but not read, for a last reader that comes back. */
const LINGER_MS = 30_000;
/** A result of more bytes is not read. */
const NO_RESULTS = 1;

/**
 * The changes of all tasks. Every changed task is read once, for all readers together, and nothing is read without
 * readers. The readers are called four times a second and take what is new to them.
 */
@Injectable()
export class FleetFeed implements AllWatcher, OnApplicationShutdown {
  /** Positions are only valid in this process. */
  readonly id = randomBytes(4).toString('hex');
  /** Number of changes that were skipped because there were too many. */
  skipped = 0;
  /** Number of times that changes may have been missed. */
  gaps = 0;
  private readonly logger = new Logger(FleetFeed.name);
  private readonly changes = new RecentChanges();
  private readonly waiting = new Set<string>();
  private readonly readers = new Set<() => void>();
  private newTasks: NewTasks | undefined;
  private timer: NodeJS.Timeout | undefined;
  private unwatch: () => void = () => undefined;
  private isReading = false;
  private leftAt = 0;

  constructor(
    private readonly watcher: TaskWatcher,
    private readonly store: TaskStore,
    private readonly index: TaskIndex,
  ) {}

  onApplicationShutdown(): void {
    this.stop();
  }

  /**
   * Calls a reader four times a second, whether or not there are changes.
   *
   * @returns a function that ends this
   */
  follow(reader: () => void): () => void {
    this.readers.add(reader);
    this.start();
    return () => {
      this.readers.delete(reader);
      this.leftAt = performance.now();
    };
  }

  /** False while changes may be missed: at first, and while the broker is away. */
  get isLive(): boolean {
    return this.watcher.isListening && this.newTasks !== undefined;
  }

  /** The position after all changes so far. */
  get position(): number {
    return this.changes.position;
  }

  /** The changes after a position, oldest first; undefined if some of them are unknown. */
  since(position: number): TaskChange[] | undefined {
    return this.changes.since(position);
  }

  changed(ids: readonly string[]): void {
    for (const id of ids) this.collect(id);
  }

  missed(): void {
    this.gaps += 1;
    this.changes.forget();
  }

  private start(): void {
    if (this.timer) return;
    this.unwatch = this.watcher.watchAll(this);
    this.timer = setInterval(() => void this.turn(), TURN_MS).unref();
    void this.turn();
  }

  private stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.newTasks = undefined;
    this.unwatch();
    this.waiting.clear();
    this.changes.forget();
  }

  private collect(id: string): void {
    if (this.waiting.has(id) || !isTaskId(id)) return;
    if (this.waiting.size < MAX_WAITING) this.waiting.add(id);
    else if (this.readers.size > 0) this.skipped += 1;
    else this.stop(); // nobody could continue after this gap
  }

  private async turn(): Promise<void> {
    if (this.readers.size === 0) {
      if (performance.now() - this.leftAt > LINGER_MS) this.stop();
      return;
    }
    if (this.isReading) return;
    this.isReading = true;
    await this.read().catch((error: unknown) => this.complain(error));
    this.isReading = false;
    for (const reader of this.readers) reader();
  }

  private async read(): Promise<void> {
    await this.findNew();
    const ids = [...this.waiting].slice(0, MAX_READ);
    for (const id of ids) this.waiting.delete(id);
    const tasks = ids.length > 0 ? await this.readTasks(ids) : [];
    for (const task of tasks) if (task) this.changes.add(task);
  }

  /** Ids that could not be read wait again: they changed, and nobody has heard of it. */
  private async readTasks(ids: readonly string[]) {
    try {
      return await this.store.findMany(ids, NO_RESULTS);
    } catch (error) {
      for (const id of ids) this.waiting.add(id);
      throw error;
    }
  }

  private async findNew(): Promise<void> {
    const isFirst = this.newTasks === undefined;
    const newTasks = this.newTasks ?? new NewTasks(this.index);
    const { ids, others } = await newTasks.next(isFirst);
    if (this.timer) this.newTasks = newTasks;
    this.skipped += others;
    for (const id of ids) this.collect(id);
  }

  private complain(error: unknown): void {
    if (error instanceof BrokerUnavailableError) return; // logged by Broker
    this.logger.error(`Changed tasks cannot be read: ${String(error)}`, { err: error });
  }
}
