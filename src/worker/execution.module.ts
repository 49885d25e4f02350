import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { QueueModule } from '../queue/queue.module.js';
import { Admission } from './admission.js';
import { Attempts } from './attempts.js';
import { AttemptTally } from './attempt-tally.js';
import { ClockWatch } from './clock-watch.js';
import { CommandCenter } from './command-center.js';
import { LoopDelay } from './loop-delay.js';
import { Reconciler } from './reconciler.js';
import { Reporter } from './reporter.js';
import { WorkerIdentity } from './worker-identity.js';
import { Banner } from './banner.js';
import { Consumers } from './consumers.js';
import { Execution } from './execution.js';
import { FetchWatch } from './fetch-watch.js';
import { HarmedQueues } from './harmed-queue.js';
import { Heartbeat } from './heartbeat.js';
import { Intakes } from './intake.js';
import { Isolation } from './isolation.js';
import { JobEvents } from './job-events.js';
import { LateCancels } from './late-cancels.js';
import { LoopWatch } from './loop-watch.js';
import { MemoryWatch } from './memory-watch.js';
import { Processors } from './processors.js';
import { Quarantine } from './quarantine.js';
import { QueueMeter } from './queue-meter.js';
import { RunnerEvents } from './runner-events.js';
import { Settlement } from './settlement.js';
import { Sweeper } from './sweeper.js';
import { TaskLog } from './task-log.js';
import { TaskRunner } from './task-runner.js';
import { ThreadPool } from './thread-pool.js';
import { Upkeep } from './upkeep.js';
import { WorkerLifecycle } from './worker-lifecycle.js';

/** What executes tasks. Loaded by the API too, where it stays idle: only WorkerLifecycle.start() consumes. */
@Module({
  imports: [DiscoveryModule, QueueModule],
  providers: [
    Admission,
    Attempts,
    AttemptTally,
    ClockWatch,
    CommandCenter,
    LoopDelay,
    Reporter,
    WorkerIdentity,
    Banner,
    Consumers,
    Execution,
    FetchWatch,
    HarmedQueues,
    Heartbeat,
    Intakes,
    Isolation,
    JobEvents,
    LateCancels,
    LoopWatch,
    MemoryWatch,
    Processors,
    Quarantine,
    QueueMeter,
    Reconciler,
    RunnerEvents,
    Settlement,
    Sweeper,
    TaskLog,
    TaskRunner,
    ThreadPool,
    Upkeep,
    WorkerLifecycle,
  ],
  exports: [Attempts, Banner, FetchWatch, Quarantine, QueueModule, RunnerEvents, TaskRunner, WorkerLifecycle],
})
export class ExecutionModule {}
