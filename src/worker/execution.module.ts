import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { QueueModule } from '../queue/queue.module.js';
import { Banner } from './banner.js';
import { Consumers } from './consumers.js';
import { Heartbeat } from './heartbeat.js';
import { RunnerEvents } from './runner-events.js';
import { Sweeper } from './sweeper.js';
import { TaskLog } from './task-log.js';
import { TaskRunner } from './task-runner.js';
import { WorkerLifecycle } from './worker-lifecycle.js';

/** What executes tasks. Loaded by the API too, where it stays idle: only WorkerLifecycle.start() consumes. */
@Module({
  imports: [DiscoveryModule, QueueModule],
  providers: [Banner, Consumers, Heartbeat, RunnerEvents, Sweeper, TaskLog, TaskRunner, WorkerLifecycle],
  exports: [Banner, QueueModule, RunnerEvents, TaskRunner, WorkerLifecycle],
})
export class ExecutionModule {}
