/**
 * Tasks whose side effects are counted outside: each first reports its run to the sink, so that interrupted runs count.
 * Decorators are called as functions, because this file is not compiled; it runs against dist/.
 */
import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { Module } from '@nestjs/common';
import { IsArray, IsInt, IsOptional, IsString } from 'class-validator';
import { AppModule } from '../../../dist/apps/app.module.js';
import { Task } from '../../../dist/core/task/task.js';
import { WorkerModule } from '../../../dist/apps/worker.module.js';
import { ExecutionModule } from '../../../dist/worker/execution.module.js';

/**
 * `n`: number of the submit. `ms`: duration after the effect; `first_ms`: duration of the first attempt, if it differs.
 * `fails`: number of runs that fail. `parts`: the numbers of the steps before it. `pad`: makes the payload large. `lines`, `bytes`: number of log lines, ten a second, and their length.
 */
class EffectPayload {}
IsInt()(EffectPayload.prototype, 'n');
for (const name of ['ms', 'first_ms', 'fails', 'lines', 'bytes']) {
  IsOptional()(EffectPayload.prototype, name);
  IsInt()(EffectPayload.prototype, name);
}
IsOptional()(EffectPayload.prototype, 'parts');
IsArray()(EffectPayload.prototype, 'parts');
IsOptional()(EffectPayload.prototype, 'pad');
IsString()(EffectPayload.prototype, 'pad');

async function tellSink({ n, parts }, { id, attempt }) {
  const worker = process.env.WORKER_NAME;
  const body = JSON.stringify({ id, n, parts, attempt, worker, at: Date.now() });
  const response = await fetch(process.env.FAULTS_SINK, { method: 'POST', body });
  if (!response.ok) throw new Error(`The sink answered ${response.status}`);
}

/** Blocks its thread and ignores its signal. */
function burn(ms) {
  const until = Date.now() + ms;
  while (Date.now() < until);
}

/** Writes a log whose lines begin with the time. */
async function talk(_ms, { log }, { lines = 0, bytes = 0 }) {
  for (let i = 0; i < lines; i++) {
    await log(`${Date.now()} `.padEnd(bytes, 'x').replace(/.{9000}/g, '$&\n')); // a line is cut after 10,000
    await sleep(100);
  }
}

const msOf = ({ ms = 0, first_ms: firstMs = ms }, { attempt }) => (attempt === 1 ? firstMs : ms);

function task(name, options, afterEffect) {
  class FaultTask {
    async run(payload, context) {
      await tellSink(payload, context);
      await afterEffect(msOf(payload, context), context, payload);
      if (context.attempt <= (payload.fails ?? 0)) throw new Error('This attempt fails');
      return { n: payload.n, attempt: context.attempt, worker: process.env.WORKER_NAME };
    }
  }
  Object.defineProperty(FaultTask, 'name', { value: name });
  Task({ name, queue: 'tasks', payload: EffectPayload, attempts: 1, ...options })(FaultTask);
  return FaultTask;
}

export const faultTasks = [
  task('faults.effect', { celery: { args: ['n', 'ms'] } }, (ms) => (ms > 0 ? sleep(ms) : undefined)),
  task('faults.poison', {}, () => process.kill(process.pid, 'SIGKILL')),
  task('faults.block', {}, burn),
  task('faults.talk', {}, talk),
  task('faults.block-thread', { isolation: 'thread' }, burn),
];

/** The modules of a worker, with these tasks. */
export class FaultWorkerModule {}
Module({ imports: [WorkerModule, ExecutionModule], providers: faultTasks })(FaultWorkerModule);

/** The modules of the API, with these tasks. */
export class FaultApiModule {}
Module({ imports: [AppModule, ExecutionModule], providers: faultTasks })(FaultApiModule);
