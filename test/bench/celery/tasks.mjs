/** The task of tasks.py, in its own queue. Decorators are called as functions, because this file is not compiled. */
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { Processor } from '@nestjs/bullmq';
import { IsNumber } from 'class-validator';
import { BridgeModule } from '../../../dist/apps/bridge.module.js';
import { WorkerModule } from '../../../dist/apps/worker.module.js';
import { defineQueue } from '../../../dist/core/index.js';
import { Task } from '../../../dist/core/task/task.js';
import { ExecutionModule, TaskProcessor } from '../../../dist/worker/index.js';

const QUEUE = 'bench';

class SumPayload {}
for (const name of ['x', 'y']) IsNumber()(SumPayload.prototype, name);

class AddTask {
  run({ x, y }) {
    return Promise.resolve(x + y);
  }
}
const options = { name: 'bench.add', queue: QUEUE, payload: SumPayload, attempts: 1 };
Task({ ...options, celery: { args: ['x', 'y'] } })(AddTask);

class BenchProcessor extends TaskProcessor {}
Processor(QUEUE)(BenchProcessor);

const own = [ExecutionModule, defineQueue(QUEUE, { concurrency: 16 })];
const providers = [BenchProcessor, AddTask];

export class BenchWorkerModule {}
Module({ imports: [WorkerModule, ...own], providers })(BenchWorkerModule);

export class BenchBridgeModule {}
Module({ imports: [BridgeModule, ...own], providers })(BenchBridgeModule);
