import { Injectable, Logger } from '@nestjs/common';
import {
  BrokerUnavailableError,
  type TaskSnapshot,
  TaskStore,
  TaskWatcher,
  isFinal,
} from '../../../core/index.js';
import type { BridgePart } from '../process/bridge-part.js';
import { OpenCalls } from './open-calls.js';
import { StateTeller } from './state-teller.js';

/** Pause before changed tasks are read: they are read together, and quick ones have ended by then. */
const COLLECT_MS = 40;
/** Tasks read at once. */
const MAX_READ = 200;
/** A result of more bytes is not read. */
const NO_RESULTS = 1;
const SWEEP_MS = 10_000;

/** Tells Celery the states of tasks between their submit and their end, as soon as they change. */
@Injectable()
export class LiveStates implements BridgePart {
  private readonly logger = new Logger('CeleryStates');
  private readonly waiting = new Set<string>();
  private reading: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private sweeper: NodeJS.Timeout | undefined;
  private unwatch: () => void = () => undefined;
  private isStopped = false;

  constructor(
    private readonly watcher: TaskWatcher,
    private readonly store: TaskStore,
    private readonly calls: OpenCalls,
    private readonly teller: StateTeller,
  ) {}

  start(): Promise<void> {
    this.unwatch = this.watcher.watchAll(this);
    this.sweeper = setInterval(() => this.sweep(), SWEEP_MS);
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    this.unwatch();
    clearInterval(this.sweeper);
    clearTimeout(this.timer);
    await this.reading;
  }

  changed(ids: readonly string[]): void {
    for (const id of ids) if (this.isOpen(id)) this.waiting.add(id);
    this.readSoon();
  }

  missed(): void {
    this.changed([...this.calls.ids()]);
  }

  /** A message about a change may be lost. */
  private sweep(): void {
    this.calls.sweep();
    this.changed(this.calls.turn(MAX_READ));
  }

  private isOpen(id: string): boolean {
    const open = this.calls.find(id);
    return open !== undefined && !open.isOver && open.endedAt === undefined;
  }

  private readSoon(): void {
    if (this.timer !== undefined || this.isStopped || this.waiting.size === 0) return;
    this.timer = setTimeout(() => {
      this.reading = this.read().finally(() => {
        this.timer = undefined;
        this.readSoon();
      });
    }, COLLECT_MS);
  }

  /** Never rejects. A state that is lost harms nothing. */
  private async read(): Promise<void> {
    const ids = [...this.waiting].slice(0, MAX_READ);
    for (const id of ids) this.waiting.delete(id);
    const open = ids.filter((id) => this.isOpen(id));
    if (open.length === 0) return;
    try {
      const readAt = performance.now();
      const found = await this.store.findMany(open, NO_RESULTS);
      const tasks = found.filter((task) => task !== undefined);
      await Promise.all(tasks.map((task) => this.tell(task, readAt)));
    } catch (error) {
      if (error instanceof BrokerUnavailableError) return; // `missed` follows
      this.logger.error(`Changed tasks cannot be told to Celery: ${String(error)}`);
    }
  }

  private async tell(task: TaskSnapshot, readAt: number): Promise<void> {
    const open = this.calls.find(task.id);
    if (open === undefined) return;
    this.calls.receive(task.id, task.worker);
    // Its end is told by Egress, of this bridge or of another.
    if (isFinal(task.status)) open.endedAt = performance.now();
    else await this.teller.tell(open, task, readAt);
  }
}
