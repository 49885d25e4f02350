import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { QueueModule } from '../core/queue.module.js';
import { Admission } from './run/admission.js';
import { Attempts } from './attempt/attempts.js';
import { AttemptTally } from './upkeep/attempt-tally.js';
import { ClockWatch } from './upkeep/clock-watch.js';
import { CommandCenter } from './upkeep/command-center.js';
import { LoopDelay } from './upkeep/loop-delay.js';
import { Reconciler } from './upkeep/reconciler.js';
import { Reporter } from './upkeep/reporter.js';
import { WorkerIdentity } from './upkeep/worker-identity.js';
import { Banner } from './banner.js';
import { Consumers } from './consuming/consumers.js';
import { Execution } from './run/execution.js';
import { FetchWatch } from './upkeep/fetch-watch.js';
import { HarmedQueues } from './consuming/harmed-queue.js';
import { Heartbeat } from './upkeep/heartbeat.js';
import { Intakes } from './attempt/intake.js';
import { Isolation } from './isolation/isolation.js';
import { JobEvents } from './consuming/job-events.js';
import { LateCancels } from './run/late-cancels.js';
import { LoopWatch } from './isolation/loop-watch.js';
import { MemoryWatch } from './upkeep/memory-watch.js';
import { Processors } from './consuming/processors.js';
import { Quarantine } from './isolation/quarantine.js';
import { QueueMeter } from './upkeep/queue-meter.js';
import { RunnerEvents } from './attempt/runner-events.js';
import { Settlement } from './run/settlement.js';
import { Sweeper } from './upkeep/sweeper.js';
import { TaskLog } from './run/task-log.js';
import { TaskRunner } from './run/task-runner.js';
import { ThreadPool } from './isolation/thread-pool.js';
import { Upkeep } from './upkeep/upkeep.js';
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
