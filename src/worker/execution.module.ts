import { type DynamicModule, type FactoryProvider, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { CoreModule } from '../core/core.module.js';
import { WorkerOptions } from './worker-options.js';
import { Admission } from './run/admission.js';
import { Attempts } from './attempt/attempts.js';
import { AttemptCounters } from './upkeep/attempt-counters.js';
import { BrokerUpkeep } from './upkeep/broker-upkeep.js';
import { CancelReceiver } from './attempt/cancel-receiver.js';
import { ClockSkewGuard } from './upkeep/clock-skew-guard.js';
import { WorkerCommandHandler } from './upkeep/worker-command-handler.js';
import { WorkerControl } from './upkeep/worker-control.js';
import { LoopDelay } from './upkeep/loop-delay.js';
import { Reconciler } from './upkeep/reconciler.js';
import { WorkerReportBuilder } from './upkeep/worker-report-builder.js';
import { WorkerIdentity } from './upkeep/worker-identity.js';
import { Banner } from './banner.js';
import { WorkerPool } from './consuming/worker-pool.js';
import { Execution } from './run/execution.js';
import { PollWatchdog } from './upkeep/poll-watchdog.js';
import { HarmedQueues } from './consuming/harmed-queue.js';
import { Heartbeat } from './upkeep/heartbeat.js';
import { PayloadResolver } from './attempt/payload-resolver.js';
import { Isolation } from './isolation/isolation.js';
import { JobEvents } from './consuming/job-events.js';
import { EarlyEnds } from './consuming/early-ends.js';
import { CancelAfterRequeue } from './run/cancel-after-requeue.js';
import { EventLoopMonitor } from './isolation/event-loop-monitor.js';
import { MemoryGuard } from './upkeep/memory-guard.js';
import { Processors } from './consuming/processors.js';
import { Quarantine } from './isolation/quarantine.js';
import { QueueStatsRecorder } from './upkeep/queue-stats-recorder.js';
import { RunnerEvents } from './attempt/runner-events.js';
import { Settlement } from './run/settlement.js';
import { DeclaredHooks } from './hooks/declared-hooks.js';
import { TaskHooks } from './hooks/task-hooks.js';
import { EachRun } from './nested/each-run.js';
import { NestedWork } from './nested/nested-work.js';
import { ReplacedTasks } from './nested/replaced-tasks.js';
import { TaskInput } from './nested/task-input.js';
import { OpenTaskSweeps } from './upkeep/sweeping/open-task-sweeps.js';
import { Sweeps } from './upkeep/sweeping/sweeps.js';
import { ScheduleLoop } from './upkeep/schedule-loop.js';
import { Sweeper } from './upkeep/sweeping/sweeper.js';
import { TaskLog } from './run/task-log.js';
import { TypeAdmission } from './run/type-admission.js';
import { TaskRunner } from './run/task-runner.js';
import { ThreadPool } from './isolation/thread-pool.js';
import { ProcessGuards } from './upkeep/process-guards.js';
import { QueueWorkerFactory } from './consuming/queue-worker-factory.js';
import { WorkerPresence } from './upkeep/worker-presence.js';
import { WorkerServices } from './upkeep/worker-services.js';
import { WorkerLifecycle } from './worker-lifecycle.js';

/** The given part of `WorkerOptions`. */
const GIVEN = Symbol('WorkerOptions of the application');

@Module({})
class WorkerOptionsModule {}

/**
 * Providers that execute tasks. The API loads them too, where they stay idle: only WorkerLifecycle.start() consumes.
 */
@Module({
  imports: [DiscoveryModule, CoreModule],
  providers: [
    {
      provide: WorkerOptions,
      inject: [{ token: GIVEN, optional: true }],
      useFactory: (given?: Partial<WorkerOptions>) => new WorkerOptions(given),
    },
    Admission,
    Attempts,
    AttemptCounters,
    BrokerUpkeep,
    CancelReceiver,
    ClockSkewGuard,
    WorkerCommandHandler,
    WorkerControl,
    LoopDelay,
    WorkerReportBuilder,
    WorkerIdentity,
    Banner,
    WorkerPool,
    Execution,
    PollWatchdog,
    HarmedQueues,
    Heartbeat,
    PayloadResolver,
    Isolation,
    EarlyEnds,
    JobEvents,
    CancelAfterRequeue,
    EventLoopMonitor,
    MemoryGuard,
    ProcessGuards,
    Processors,
    Quarantine,
    QueueStatsRecorder,
    QueueWorkerFactory,
    Reconciler,
    RunnerEvents,
    ScheduleLoop,
    Settlement,
    Sweeper,
    OpenTaskSweeps,
    Sweeps,
    DeclaredHooks,
    TaskHooks,
    EachRun,
    NestedWork,
    ReplacedTasks,
    TaskInput,
    TaskLog,
    TaskRunner,
    TypeAdmission,
    ThreadPool,
    WorkerPresence,
    WorkerServices,
    WorkerLifecycle,
  ],
  exports: [
    Attempts,
    Banner,
    EarlyEnds,
    PollWatchdog,
    Quarantine,
    CoreModule,
    RunnerEvents,
    TaskRunner,
    WorkerLifecycle,
  ],
})
export class ExecutionModule {
  /** Imported once, by the application; other modules import the class. Without it every option has its default. */
  static forRoot(options: Partial<WorkerOptions> | WorkerOptionsFactory): DynamicModule {
    const given = 'useFactory' in options ? options : { useFactory: () => options };
    return {
      module: WorkerOptionsModule,
      global: true,
      providers: [{ provide: GIVEN, ...given }],
      exports: [GIVEN],
    };
  }
}

/** Options out of what the application provides. */
export type WorkerOptionsFactory = Pick<FactoryProvider<Partial<WorkerOptions>>, 'inject' | 'useFactory'>;
