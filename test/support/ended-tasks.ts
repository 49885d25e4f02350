import type { INestApplicationContext } from '@nestjs/common';
import fc from 'fast-check';
import { jobOptionsOf } from '../../src/core/bullmq/job-options.js';
import { writeStack } from '../../src/core/bullmq/recorded-error.js';
import { Queues } from '../../src/core/bullmq/queues.js';
import { ownFields } from '../../src/core/bullmq/task-job.js';
import { TaskIndex } from '../../src/core/read/task-index.js';
import type { SubmitOptions } from '../../src/core/task/options/submit-options.js';
import { priorities } from '../../src/core/task/options/priority.js';
import { idOf } from '../../src/core/task/task-id.js';
import { finalStatuses } from '../../src/core/task/task-status.js';
import { IDS, WORDS, documents, scalar } from './random-queries.js';
import type { Sandbox } from './sandbox.js';

const HOUR_MS = 3_600_000;
const RETENTION_MS = 1_000 * HOUR_MS;
const text = fc.constantFrom(...WORDS.filter((word) => word !== ''), 'NUL \0 a', 'half \ud800 b');
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

/** Tasks that have ended. Times are in ms before the test. */
const endedTasks = fc.record({
  name: fc.constantFrom('fetch.store', 'fetch.page', 'math.divide'),
  status: fc.constantFrom(...finalStatuses),
  payload: documents,
  result: fc.oneof(scalar, documents),
  error: fc.record({ type: fc.constantFrom('TimeoutError', 'Error'), message: text }),
  hasEarlierError: fc.boolean(),
  worker: text,
  createdAgo: fc.integer({ min: 30, max: 72 }).map((hours) => hours * HOUR_MS),
  waitMs: fc.constantFrom(0, 1, 1_000, HOUR_MS),
  runMs: fc.constantFrom(0, 1, 2, 3, 5_000, HOUR_MS),
  attempts: fc.integer({ min: 1, max: 3 }),
  isStarted: fc.boolean(),
  options: fc.record({ priority: fc.constantFrom(...priorities), tags: fc.array(text, { maxLength: 3 }) }),
  delayMs: optional(fc.constantFrom(500, HOUR_MS)),
  expiresMs: optional(fc.constantFrom(HOUR_MS, 100 * HOUR_MS)),
  given: fc.record({
    parentId: optional(fc.constantFrom(...IDS)),
    rootId: optional(fc.constantFrom(...IDS)),
    replayOf: optional(fc.constantFrom(...IDS)),
    workflowId: optional(fc.constantFrom(...IDS)),
    step: optional(text),
    submittedBy: optional(text),
  }),
});

/** An ended task in the broker. */
export interface Ended {
  readonly id: string;
  readonly finishedAt: number;
}

/**
 * Writes ended tasks into the broker, as BullMQ would have after running them.
 *
 * @param now ms since 1970
 */
export async function writeEndedTasks(
  app: INestApplicationContext,
  { redis }: Sandbox,
  now: number,
  numRuns: number,
): Promise<Ended[]> {
  const keys = app.get(Queues).keys('tasks');
  const written: Ended[] = [];
  for (const [i, task] of fc.sample(endedTasks, { numRuns, seed: 42 }).entries()) {
    const createdAt = now - task.createdAgo;
    const startedAt = createdAt + task.waitMs;
    const finishedAt = startedAt + task.runMs;
    const id = idOf(String(i), createdAt);
    await redis.hset(keys.job(id), fieldsOf(task, id, { createdAt, startedAt, finishedAt }));
    await redis.zadd(keys.place(task.status === 'SUCCESS' ? 'completed' : 'failed'), finishedAt, id);
    written.push({ id, finishedAt });
  }
  await app.get(TaskIndex).add(written.map(({ id }) => id));
  return written;
}

type EndedTask = typeof endedTasks extends fc.Arbitrary<infer T> ? T : never;

interface Times {
  readonly createdAt: number;
  readonly startedAt: number;
  readonly finishedAt: number;
}

function fieldsOf(task: EndedTask, id: string, { createdAt, startedAt, finishedAt }: Times) {
  const { status, error, attempts } = task;
  const isStarted = task.isStarted || status !== 'REVOKED';
  const at = (time: number) => new Date(time).toISOString();
  const failed = {
    attempt: 1,
    worker: 'w',
    started_at: at(startedAt - 1),
    ended_at: at(startedAt),
    ...error,
  };
  const stack = writeStack(failed, [], 'a1b2c3d4e5f60718');
  const hasStack = status === 'FAILURE' || (isStarted && task.hasEarlierError);
  return {
    name: task.name,
    data: JSON.stringify(task.payload),
    opts: JSON.stringify(optionsOf(task, id, createdAt)),
    timestamp: createdAt,
    finishedOn: finishedAt,
    atm: isStarted ? attempts : 0,
    ats: isStarted ? attempts : 0,
    ...(isStarted && { processedOn: startedAt, pb: task.worker }),
    ...(hasStack && { stacktrace: JSON.stringify([stack]) }),
    ...(status === 'SUCCESS' && { returnvalue: JSON.stringify(task.result) }),
    ...(status === 'FAILURE' && { failedReason: error.message }),
    ...(status === 'REVOKED' && { failedReason: 'Not needed', [ownFields.revoked]: 'Not needed' }),
  };
}

function optionsOf(
  { name, attempts, delayMs, expiresMs, options, given }: EndedTask,
  id: string,
  now: number,
) {
  const task = { name, queue: 'tasks', payload: Object, attempts } as const;
  const call: SubmitOptions = {
    ...options,
    retentionMs: RETENTION_MS,
    ...(delayMs !== undefined && { delayMs }),
    ...(expiresMs !== undefined && { expiresAt: new Date(now + expiresMs) }),
  };
  return jobOptionsOf(task, call, { id, now, retentionMs: RETENTION_MS, ...given });
}
