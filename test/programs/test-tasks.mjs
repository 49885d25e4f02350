/**
 * Tasks that misbehave, for tests that need real processes and threads. Decorators are called by hand: this file is
 * not compiled, and runs against the built program.
 */
import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { Module } from '@nestjs/common';
import { IsInt, IsOptional, IsString } from 'class-validator';
import { Config } from '../../dist/config/config.js';
import { TaskQueue } from '../../dist/queue/task-queue.js';
import { DiscardTask, SnoozeTask } from '../../dist/queue/task-outcome.js';
import { Task } from '../../dist/queue/task.js';
import { DivideTask } from '../../dist/tasks/divide.task.js';
import { WorkerModule } from '../../dist/worker.module.js';
import { ExecutionModule } from '../../dist/worker/execution.module.js';

class TestPayload {}
IsOptional()(TestPayload.prototype, 'ms');
IsInt()(TestPayload.prototype, 'ms');
IsOptional()(TestPayload.prototype, 'word');
IsString()(TestPayload.prototype, 'word');

/** @param run what the task does with (payload, context, dependencies) */
function task(name, options, run, dependencies = []) {
  class TestTask {
    constructor(...given) {
      this.given = given;
    }
    run(payload, context) {
      return run(payload, context, ...this.given);
    }
  }
  Object.defineProperty(TestTask, 'name', { value: name });
  Reflect.defineMetadata('design:paramtypes', dependencies, TestTask);
  Task({ name, queue: 'tasks', payload: TestPayload, attempts: 1, ...options })(TestTask);
  return TestTask;
}

/** Blocks its thread, deaf to every signal. */
function burn(ms) {
  const until = Date.now() + ms;
  while (Date.now() < until);
}

/** Says that it runs, and stops when it is told to. */
async function obey({ ms = 60_000 }, { signal, progress }) {
  await progress(1);
  return sleep(ms, 'done', { signal });
}

const inline = [
  task('test.obedient', {}, obey),
  task('test.deaf', {}, ({ ms = 60_000 }) => sleep(ms, 'done')),
  task('test.limited', { rateLimit: { max: 2, durationMs: 400 } }, async () => Date.now()),
  task('test.blocking', {}, async ({ ms = 800 }) => burn(ms)),
  task('test.blocking-later', {}, async ({ ms = 800 }) => {
    await sleep(1);
    burn(ms);
  }),
];

const threaded = [
  task('test.thread-burn', { isolation: 'thread' }, async ({ ms = 60_000 }, { progress }) => {
    await progress(1);
    burn(ms);
  }),
  task('test.thread-obedient', { isolation: 'thread' }, obey),
  task('test.thread-exit', { isolation: 'thread' }, () => process.exit(3)),
  task('test.thread-memory', { isolation: 'thread' }, async () => {
    const kept = [];
    for (;;) kept.push(new Array(1_000_000).fill(kept.length));
  }),
  task('test.thread-discard', { isolation: 'thread', attempts: 5 }, () => {
    throw new DiscardTask('never', { cause: new RangeError('inner') });
  }),
  task(
    'test.thread-snooze',
    { isolation: 'thread' },
    async (_payload, { log }, config) => {
      await log(`here is ${config.workerName}`);
      throw new SnoozeTask(3_600_000);
    },
    [Config],
  ),
  task('test.thread-notes', { isolation: 'thread' }, async (_payload, { progress, log, attempt }) => {
    for (let i = 1; i <= 50; i++) {
      void progress(i * 2);
      void log(`line ${i}`);
    }
    return { attempt };
  }),
  task(
    'test.thread-submits',
    { isolation: 'thread' },
    async (_payload, _context, taskQueue) => (await taskQueue.submit(DivideTask, { x: 9, y: 3 })).id,
    [TaskQueue],
  ),
  task('test.thread-odd', { isolation: 'thread' }, async () => new Map([['a', 1]])),
];

/** What a worker is made of, and these tasks. */
export class TestWorkerModule {}
Module({ imports: [WorkerModule, ExecutionModule], providers: [...inline, ...threaded] })(TestWorkerModule);
