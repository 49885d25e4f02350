import { Injectable } from '@nestjs/common';
import {
  TaskOutput,
  TaskPayloads,
  type TaskSnapshot,
  TaskStore,
  isFinal,
  runMsOf,
  waitMsOf,
} from '../../core/index.js';
import type { RecordedTask, StoredLog } from '../rows/task-row.js';

/** The newest part of a task's log is kept. */
const LOG = { lines: 1_000, bytes: 65_536 } as const;

/** Reads finished tasks in the broker, with everything that the history keeps of them. */
@Injectable()
export class RecordedTasks {
  constructor(
    private readonly store: TaskStore,
    private readonly payloads: TaskPayloads,
    private readonly output: TaskOutput,
  ) {}

  /**
   * The final ones among these tasks, even if their retention is over. Each id once.
   *
   * @throws BrokerUnavailableError
   */
  async read(ids: readonly string[]): Promise<RecordedTask[]> {
    const found = await this.store.findManyRecorded([...new Set(ids)]);
    const tasks = found.filter((task) => task !== undefined).filter(hasEnded);
    const [payloads, logs] = await Promise.all([this.payloads.textsOf(tasks), this.logsOf(tasks)]);
    return tasks.map((task, i) => ({
      ...{ task, payload: payloads[i], log: logs[i], version: null },
      ...{ runMs: runMsOf(task), waitMs: waitMsOf(task) },
    }));
  }

  private logsOf(tasks: readonly TaskSnapshot[]): Promise<(StoredLog | undefined)[]> {
    return Promise.all(tasks.map((task) => this.logOf(task)));
  }

  private async logOf(task: TaskSnapshot): Promise<StoredLog | undefined> {
    return task.logLines === 0 ? undefined : this.output.readNewest(task, LOG);
  }
}

function hasEnded({ status, finishedAt }: TaskSnapshot): boolean {
  return isFinal(status) && finishedAt !== null;
}
