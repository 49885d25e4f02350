import type { INestApplicationContext } from '@nestjs/common';
import { fingerprintOfTask } from '../../src/core/read/fingerprints.js';
import { placeOf } from '../../src/core/task/task-id.js';
import type { TaskSnapshot } from '../../src/core/task/task-snapshot.js';
import { HistoryDatabase } from '../../src/history/database/history-database.js';
import type { RecordedTask } from '../../src/history/rows/task-row.js';
import { Partitions } from '../../src/history/tasks/partitions.js';
import { TaskTable } from '../../src/history/tasks/task-table.js';

let made = 0;

/** A task as a test describes it: its end in ms since 1970, and all fields that differ from those of a success. */
export interface Ended extends Partial<
  Pick<TaskSnapshot, 'name' | 'queue' | 'status' | 'worker' | 'error' | 'attempt'>
> {
  readonly at: number;
  readonly version?: string;
  readonly runMs?: number;
  readonly waitMs?: number;
}

/** A task as the recorder reads it from the broker. */
export function recordedTask({
  at,
  version = '1.0.0',
  runMs = 10,
  waitMs = 5,
  ...given
}: Ended): RecordedTask {
  const id = `${placeOf(at)}-7000-8000-${String(++made).padStart(12, '0')}`;
  const task: TaskSnapshot = {
    ...{
      id,
      name: 'a.b',
      queue: 'tasks',
      status: 'SUCCESS',
      result: null,
      isResultLeftOut: false,
      error: null,
    },
    ...{ errorStack: null, errorFingerprint: null, errors: [], progress: null, logLines: 0, attempt: 1 },
    ...{
      maxAttempts: 3,
      crashes: 0,
      priority: 'normal',
      createdAt: at,
      runAt: null,
      startedAt: at,
      finishedAt: at,
    },
    ...{
      expiresAt: null,
      worker: 'w1',
      tags: [],
      webhookUrl: null,
      followUps: null,
      bridge: null,
      parentId: null,
      rootId: null,
      replayOf: null,
    },
    ...{
      workflowId: null,
      step: null,
      stepRole: null,
      replacedBy: null,
      submittedBy: null,
      traceId: null,
      bridgeOrigin: null,
      revokeReason: null,
    },
    ...{ revocations: [], cancelRequestedAt: null },
    ...given,
  };
  const errorFingerprint = task.error === null ? null : fingerprintOfTask(task).hash;
  return { task: { ...task, errorFingerprint }, payload: '{}', log: undefined, version, runMs, waitMs };
}

/** Writes tasks into the history, as the recorder does. @returns their ids */
export async function storeTasks(
  app: Pick<INestApplicationContext, 'get'>,
  ended: readonly Ended[],
): Promise<string[]> {
  const tasks = ended.map(recordedTask);
  const ids = tasks.map(({ task }) => task.id);
  await app.get(Partitions).ensure(ids);
  await app.get(HistoryDatabase).transaction((session) => app.get(TaskTable).write(session, tasks));
  return ids;
}
