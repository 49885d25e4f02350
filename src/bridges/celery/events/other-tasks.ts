import { Injectable, Logger } from '@nestjs/common';
import {
  BrokerUnavailableError,
  type TaskSnapshot,
  TaskStore,
  TaskWatcher,
  isFinal,
  isTaskId,
  runMsOf,
} from '../../../core/index.js';
import { Config } from '../../../platform/config/config.js';
import type { BridgePart } from '../process/bridge-part.js';
import { celeryEndOf } from '../calls/celery-end.js';
import { NOTHING_TOLD, type Told, changesSince, toldOf } from '../calls/task-changes.js';
import { FaceLease } from './face-lease.js';
import { type EventCall, TaskEvents } from './task-events.js';

/** Changed tasks are read at most this often, and at most so many: 1,000 a second. Others are skipped. */
const TURN_MS = 250;
const MAX_READ = 250;
const MAX_WAITING = 1_000;
/** Tasks whose events are remembered, to send each once. */
const MAX_KNOWN = 20_000;
/** A larger result is not shown. */
const MAX_RESULT_BYTES = 4_096;

/**
 * With CELERY_EVENTS=all: the events of tasks that did not come from Celery, under their ids here. They have no
 * arguments: payloads are for admins only. Sent by the bridge that is the face.
 */
@Injectable()
export class OtherTasks implements BridgePart {
  private readonly logger = new Logger('CeleryEvents');
  private readonly waiting = new Set<string>();
  /** The progress told of each task, oldest first; undefined for those that have ended. */
  private readonly known = new Map<string, Told | undefined>();
  private reading: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private unwatch: () => void = () => undefined;

  constructor(
    private readonly watcher: TaskWatcher,
    private readonly store: TaskStore,
    private readonly face: FaceLease,
    private readonly events: TaskEvents,
    private readonly config: Config,
  ) {}

  start(): Promise<void> {
    if (this.config.celeryEvents !== 'all') return Promise.resolve();
    this.unwatch = this.watcher.watchAll(this);
    this.timer = setInterval(() => {
      this.reading = this.reading.then(() => this.read());
    }, TURN_MS);
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.unwatch();
    clearInterval(this.timer);
    await this.reading;
  }

  changed(ids: readonly string[]): void {
    if (!this.face.isHolder) return;
    for (const id of ids) if (this.waiting.size < MAX_WAITING && isTaskId(id)) this.waiting.add(id);
  }

  missed(): void {
    // Tasks that change again are seen again.
  }

  private async read(): Promise<void> {
    const ids = [...this.waiting].slice(0, MAX_READ);
    for (const id of ids) this.waiting.delete(id);
    if (ids.length === 0) return;
    try {
      const tasks = await this.store.findMany(ids, MAX_RESULT_BYTES);
      for (const task of tasks) if (task && task.bridge?.bridge !== 'celery') this.tell(task);
    } catch (error) {
      if (error instanceof BrokerUnavailableError) return;
      this.logger.error(`Events of changed tasks cannot be sent: ${String(error)}`);
    }
  }

  private tell(task: TaskSnapshot): void {
    const hasEnded = isFinal(task.status);
    const isNew = !this.known.has(task.id);
    const told = this.known.get(task.id);
    if (hasEnded && !isNew && told === undefined) return;
    const call = callOf(task);
    if (isNew) this.events.received(call, task.createdAt, task.worker);
    for (const change of changesSince(told ?? NOTHING_TOLD, task)) this.events.changed(call, change);
    if (hasEnded) this.events.ended(call, endOf(task), runMsOf(task));
    this.remember(task.id, hasEnded ? undefined : toldOf(task));
  }

  private remember(id: string, told: Told | undefined): void {
    this.known.delete(id);
    this.known.set(id, told);
    if (this.known.size <= MAX_KNOWN) return;
    const [oldest] = this.known.keys();
    if (oldest !== undefined) this.known.delete(oldest);
  }
}

function callOf({ id, name: task, rootId, parentId, runAt, createdAt, expiresAt }: TaskSnapshot): EventCall {
  const etaAt = runAt !== null && runAt > createdAt ? runAt : null;
  const [argsRepr, kwargsRepr] = ['()', '{}'];
  return { id, task, rootId: rootId ?? id, parentId, retries: 0, etaAt, expiresAt, argsRepr, kwargsRepr };
}

function endOf(task: TaskSnapshot) {
  const shown = task.isResultLeftOut ? { ...task, result: '...' } : task;
  return celeryEndOf(shown, { retries: 0, softLimitMs: null }, MAX_RESULT_BYTES * 2);
}
