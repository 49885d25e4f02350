/**
 * Submits from code, 32 at a time, and reports the rate per second; the request `all` submits with all options. The
 * request `enter` records the retention of all finished tasks, as workers do after a while. The request
 * `{ workflow }` starts that one.
 */
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../../dist/apps/app.module.js';
import { Retention } from '../../dist/core/lifetime/retention.js';
import { TaskQueue } from '../../dist/core/submit/task-queue.js';
import { WorkflowQueue } from '../../dist/core/workflows/start/workflow-queue.js';
import { DivideTask } from '../../dist/features/tasks/divide.task.js';
import { perSecond } from './rounds.mjs';

const TASKS = 20_000;
const IN_FLIGHT = 32;

const all = () => ({
  delayMs: 3_600_000,
  expiresAt: new Date('2099-01-01T00:00:00.000Z'),
  priority: 'high',
  attempts: 5,
  backoff: { type: 'exponential', delayMs: 500, maxMs: 30_000, jitter: 0.3 },
  timeoutMs: 10_000,
  tags: ['a', 'b'],
  retentionMs: 3_600_000,
});

const app = await NestFactory.createApplicationContext(AppModule, { logger: false });
const taskQueue = app.get(TaskQueue);

process.on('message', (which) => {
  if (which.workflow) void startWorkflow(which.workflow);
  else if (which === 'enter') void enter();
  else void measure(which === 'all' ? all : () => ({}));
});
process.on('SIGTERM', () => void app.close().then(() => process.exit(0)));
process.send({ type: 'ready' });

async function measure(options) {
  let left = TASKS;
  const one = async () => {
    while (left-- > 0) await taskQueue.submit(DivideTask, { x: 10, y: 2 }, options());
  };
  const rate = await perSecond(TASKS, () => Promise.all(Array.from({ length: IN_FLIGHT }, one)));
  process.send({ type: 'answer', rate });
}

async function enter() {
  const retention = app.get(Retention);
  while ((await retention.enter(0)).mayHaveMore);
  process.send({ type: 'answer' });
}

async function startWorkflow(workflow) {
  await app.get(WorkflowQueue).start(workflow);
  process.send({ type: 'answer' });
}
