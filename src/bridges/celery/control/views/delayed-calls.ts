import { Injectable } from '@nestjs/common';
import {
  QueueContents,
  TaskList,
  TaskRegistry,
  TaskStore,
  type TaskSnapshot,
} from '../../../../core/index.js';
import { Brief } from '../../events/brief.js';
import { bridgedCall } from './bridged-call.js';

const KEPT_MS = 250;
/** Most tasks that are shown. */
const MOST = 1_000;
/** With more delayed tasks than this, only the newest of the waiting ones are looked at. */
const MOST_READ = 20_000;
/** Results are not read. */
const NO_RESULTS = 1;

/** A task from Celery that waits for its time. */
export interface DelayedCall {
  readonly task: TaskSnapshot;
  /** ms since 1970 */
  readonly runAt: number;
}

/** Finds the tasks from Celery that wait for their time: delayed ones, and those that are retried later. */
@Injectable()
export class DelayedCalls {
  private readonly found = new Brief(KEPT_MS, () => this.find());

  constructor(
    private readonly contents: QueueContents,
    private readonly store: TaskStore,
    private readonly list: TaskList,
    private readonly registry: TaskRegistry,
  ) {}

  /** In the order of their times. @throws BrokerUnavailableError */
  all(): Promise<readonly DelayedCall[]> {
    return this.found.get();
  }

  private async find(): Promise<readonly DelayedCall[]> {
    const tasks = await this.candidates();
    const delayed = tasks.flatMap((task) => {
      const isWaiting = task?.status === 'PENDING' || task?.status === 'RETRY';
      return isWaiting && task.runAt !== null && bridgedCall(task) ? [{ task, runAt: task.runAt }] : [];
    });
    return delayed.sort((a, b) => a.runAt - b.runAt);
  }

  private async candidates(): Promise<readonly (TaskSnapshot | undefined)[]> {
    const types = this.registry.all().filter(({ options }) => options.celery !== undefined);
    const queues = [...new Set(types.map(({ options }) => options.queue))];
    const ids = await this.contents.newestIn(queues, ['delayed'], { count: MOST, most: MOST_READ });
    if (ids !== undefined) return this.store.findMany(ids, NO_RESULTS);
    return (await this.list.page({ status: 'PENDING', tag: 'celery' }, MOST)).items;
  }
}
