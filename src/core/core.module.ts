import { BullModule } from '@nestjs/bullmq';
import { type DynamicModule, type FactoryProvider, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { CoreOptions } from './core-options.js';
import { RemovalHooks } from './lifetime/removal-hooks.js';
import { BrokerFaults } from './broker-state/broker-faults.js';
import { BrokerRights } from './broker-state/broker-rights.js';
import { BrokerProbe } from './broker-state/broker-probe.js';
import { BrokerRuns } from './broker-state/broker-runs.js';
import { BrokerState } from './broker-state/broker-state.js';
import { Broker } from './redis/broker.js';
import { BullOptions } from './bullmq/bull-options.js';
import { BridgedIds } from './read/bridged-ids.js';
import { BridgeEnds } from './lifetime/bridge-ends.js';
import { CancelRequests } from './act/cancel-requests.js';
import { ChangeJob } from './bullmq/scripts/change-job.js';
import { Cancellation } from './handle/cancellation.js';
import { TaskHandles } from './handle/task-handles.js';
import { Checkpoints } from './read/checkpoints.js';
import { DataMark } from './broker-state/data-mark.js';
import { DeadLetterActions } from './act/dead-letter-actions.js';
import { Expirations } from './lifetime/expirations.js';
import { Deduplication } from './submit/deduplication.js';
import { FollowUps } from './follow-ups/follow-ups.js';
import { CompletionFinisher } from './lifetime/completion-finisher.js';
import { CompletionListeners } from './lifetime/completion-listeners.js';
import { CompletionOutbox } from './lifetime/completion-outbox.js';
import { JobEntries } from './submit/job-entries.js';
import { JobPreparer } from './submit/job-preparer.js';
import { JobWriter } from './submit/job-writer.js';
import { KeyTypes } from './broker-state/key-types.js';
import { KnownQueues } from './task/known-queues.js';
import { Keys } from './redis/keys.js';
import { MemoryLimit } from './submit/memory-limit.js';
import { PayloadSeals } from './submit/payload-seals.js';
import { QueueContents } from './bullmq/queue-contents.js';
import { QueueHolds } from './queues/queue-holds.js';
import { QueueControl } from './queues/queue-control.js';
import { QueueCounter } from './queues/queue-counter.js';
import { QueueOverview } from './queues/queue-overview.js';
import { statistics, statisticsWithin } from './statistics-services.js';
import { Backpressure } from './submit/backpressure.js';
import { Queues } from './bullmq/queues.js';
import { TypeControl } from './queues/type-control.js';
import { TypeGate } from './queues/type-gate.js';
import { TypeLimits } from './queues/type-limits.js';
import { RateLimits } from './queues/rate-limits.js';
import { Reconciliation } from './bullmq/reconciliation/reconciliation.js';
import { RemoveJob } from './bullmq/remove-job.js';
import { Requeue } from './bullmq/requeue.js';
import { DueRemoval } from './lifetime/due-removal.js';
import { RecordedEnds } from './lifetime/recorded-ends.js';
import { Retention } from './lifetime/retention.js';
import { RevokeJob } from './bullmq/revoke-job.js';
import { RevokedTasks } from './read/revoked-tasks.js';
import { Subscriptions } from './redis/subscriptions.js';
import { TaskActions } from './act/task-actions.js';
import { TaskChanges } from './watch/task-changes.js';
import { JobCommands } from './bullmq/job-commands.js';
import { CompletionNotifier } from './lifetime/completion-notifier.js';
import { FleetFeed } from './watch/fleet/fleet-feed.js';
import { TaskFeed } from './watch/task-feed.js';
import { TaskIndex } from './read/task-index.js';
import { TaskList } from './read/task-list.js';
import { AuditHistories } from './history/audit-history.js';
import { Histories } from './history/task-history.js';
import { EndedTasks } from './read/ended-tasks.js';
import { TaskPayloads } from './read/task-payloads.js';
import { TaskOutput } from './read/task-output.js';
import { TaskQueue } from './submit/task-queue.js';
import { searchServices } from './search/search-services.js';
import { TaskRegistry } from './task/task-registry.js';
import { TaskEdit } from './act/task-edit.js';
import { TaskErasure } from './act/task-erasure.js';
import { TaskRemoval } from './lifetime/task-removal.js';
import { TaskReplay } from './act/task-replay.js';
import { TaskSearch } from './read/task-search.js';
import { TaskStore } from './read/task-store.js';
import { TaskWatcher } from './watch/task-watcher.js';
import { workflowInternals, workflowServices } from './workflow-services.js';
import { WorkerCommands } from './workers/worker-commands.js';
import { Deploys } from './workers/deploys.js';
import { WorkerDirectory } from './workers/worker-directory.js';
import { TaskExplanation } from './why/task-explanation.js';
import { TaskPlaces } from './why/task-places.js';

/** The given part of `CoreOptions`. */
const GIVEN = Symbol('CoreOptions of the application');

@Module({})
class CoreOptionsModule {}

@Module({
  providers: [
    Broker,
    BullOptions,
    {
      provide: CoreOptions,
      inject: [{ token: GIVEN, optional: true }],
      useFactory: (given?: Partial<CoreOptions>) => new CoreOptions(given),
    },
  ],
  exports: [Broker, BullOptions, CoreOptions],
})
class BrokerModule {}

/** Exported: other modules inject them. */
const services = [
  RemovalHooks,
  BrokerFaults,
  BrokerRuns,
  BrokerState,
  BridgeEnds,
  BridgedIds,
  CancelRequests,
  Cancellation,
  Checkpoints,
  DataMark,
  DeadLetterActions,
  Deploys,
  Expirations,
  CompletionListeners,
  FollowUps,
  CompletionOutbox,
  Keys,
  PayloadSeals,
  QueueContents,
  QueueControl,
  QueueHolds,
  QueueOverview,
  Backpressure,
  RateLimits,
  TypeControl,
  TypeGate,
  TypeLimits,
  Reconciliation,
  Retention,
  RevokeJob,
  Subscriptions,
  TaskActions,
  TaskChanges,
  TaskEdit,
  TaskExplanation,
  JobCommands,
  MemoryLimit,
  CompletionNotifier,
  FleetFeed,
  TaskFeed,
  TaskHandles,
  TaskIndex,
  TaskList,
  AuditHistories,
  Histories,
  ...statistics,
  EndedTasks,
  TaskOutput,
  TaskPayloads,
  TaskQueue,
  ...searchServices,
  TaskRegistry,
  TaskReplay,
  TaskStore,
  TaskWatcher,
  WorkerCommands,
  WorkerDirectory,
  ...workflowServices,
];

/**
 * The core: submits and reads tasks. Processors are registered manually: loading this module consumes nothing; only
 * `apps/worker-app.ts` starts consuming.
 */
@Module({
  imports: [
    DiscoveryModule,
    BrokerModule,
    BullModule.forRootAsync({
      imports: [BrokerModule],
      inject: [BullOptions],
      useFactory: (options: BullOptions) => options.ofQueues(),
      extraOptions: { manualRegistration: true },
    }),
  ],
  providers: [
    KnownQueues,
    Queues,
    BrokerProbe,
    BrokerRights,
    ChangeJob,
    CompletionFinisher,
    Deduplication,
    ...statisticsWithin,
    JobEntries,
    JobPreparer,
    JobWriter,
    KeyTypes,
    QueueCounter,
    RemoveJob,
    Requeue,
    RevokedTasks,
    TaskPlaces,
    TaskErasure,
    DueRemoval,
    RecordedEnds,
    TaskRemoval,
    TaskSearch,
    ...workflowInternals,
    ...services,
  ],
  exports: [BrokerModule, KnownQueues, Queues, ...services],
})
export class CoreModule {
  /** Imported once, by the application; other modules import the class. Without it every option has its default. */
  static forRoot(options: Partial<CoreOptions> | CoreOptionsFactory): DynamicModule {
    const given = 'useFactory' in options ? options : { useFactory: () => options };
    return {
      module: CoreOptionsModule,
      global: true,
      providers: [{ provide: GIVEN, ...given }],
      exports: [GIVEN],
    };
  }
}

/** Options out of what the application provides. */
export type CoreOptionsFactory = Pick<FactoryProvider<Partial<CoreOptions>>, 'inject' | 'useFactory'>;
