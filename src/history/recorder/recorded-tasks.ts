import { Injectable } from '@nestjs/common';
import {
  TaskOutput,
  TaskRegistry,
  type RecordedJob,
  type TaskSnapshot,
  TaskStore,
  fingerprintOfTask,
  isFinal,
  isTaskId,
  runMsOf,
  waitMsOf,
} from '../../core/index.js';
import type { RecordedTask, StoredLog } from '../rows/task-row.js';
import { WorkerVersions } from './worker-versions.js';

/** The newest part of a task's log is kept. */
const LOG = { lines: 1_000, bytes: 65_536 } as const;
/** Most bytes of payloads and logs that are held at once, roughly. */
const MAX_BYTES = 8_388_608;
/** Tasks read at once. The first part of a batch is small, in case its tasks are large. */
const PART = { first: 100, most: 200 } as const;

/** The tasks, each once, and the number of ids that were looked at. */
export interface ReadTasks {
  readonly tasks: readonly RecordedTask[];
  readonly count: number;
}

/** Reads finished tasks in the broker, with everything that the history keeps of them. */
@Injectable()
export class RecordedTasks {
  constructor(
    private readonly store: TaskStore,
    private readonly output: TaskOutput,
    private readonly registry: TaskRegistry,
    private readonly versions: WorkerVersions,
  ) {}

  /**
   * The final ones among the first of these tasks, even if their retention is over, until MAX_BYTES are reached.
   *
   * @throws BrokerUnavailableError
   */
  async read(ids: readonly string[]): Promise<ReadTasks> {
    const tasks = new Map<string, RecordedTask>();
    let [count, bytes] = [0, 0];
    while (count < ids.length && bytes < MAX_BYTES) {
      const part = ids.slice(count, count + (count === 0 ? PART.first : PART.most));
      for (const recorded of await this.readPart(part)) {
        tasks.set(recorded.task.id, recorded);
        bytes += sizeOf(recorded);
      }
      count += part.length;
    }
    return { tasks: [...tasks.values()], count };
  }

  private async readPart(ids: readonly string[]): Promise<RecordedTask[]> {
    const found = await this.store.findManyRecorded(ids);
    const kept = found.filter((job) => job !== undefined).filter(({ task }) => this.isKept(task));
    const isLogged = kept.some(({ task }) => task.logLines > 0);
    const [logs, versions] = await Promise.all([
      isLogged ? Promise.all(kept.map(({ task }) => this.logOf(task))) : [],
      this.versions.current(),
    ]);
    return kept.map((job, i) => this.recordedOf(job, logs[i], versions));
  }

  private recordedOf(
    { task, payload }: RecordedJob,
    log: StoredLog | undefined,
    versions: ReadonlyMap<string, string>,
  ): RecordedTask {
    return {
      task: withFingerprint(task),
      payload: this.keptOf(task) === 'full' ? payload : undefined,
      log,
      version: versions.get(task.worker ?? '') ?? null,
      runMs: runMsOf(task),
      waitMs: waitMsOf(task),
    };
  }

  /** The job of another program may have any id, for which there is no row. */
  private isKept(task: TaskSnapshot): boolean {
    const { id, status, finishedAt } = task;
    return isTaskId(id) && isFinal(status) && finishedAt !== null && this.keptOf(task) !== 'off';
  }

  private keptOf({ name }: TaskSnapshot) {
    return this.registry.find(name)?.options.history ?? 'full';
  }

  private async logOf(task: TaskSnapshot): Promise<StoredLog | undefined> {
    return task.logLines === 0 ? undefined : this.output.readNewest(task, LOG);
  }
}

/** A failure that BullMQ itself or an older worker has recorded has no fingerprint, by which errors are grouped. */
function withFingerprint(task: TaskSnapshot): TaskSnapshot {
  if (task.status !== 'FAILURE' || task.errorFingerprint !== null) return task;
  return { ...task, errorFingerprint: fingerprintOfTask(task).hash };
}

/** Without the result, which is about as large as it is in memory. */
function sizeOf({ payload, log, task }: RecordedTask): number {
  const lines = log?.lines.reduce((sum, line) => sum + line.length, 0) ?? 0;
  const result = typeof task.result === 'object' && task.result !== null ? JSON.stringify(task.result) : '';
  return (payload?.length ?? 0) + lines + result.length;
}
