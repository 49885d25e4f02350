import { BullModule, getQueueToken } from '@nestjs/bullmq';
import { Module, type Provider } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import type { Queue } from 'bullmq';
import { Config } from '../config/config.js';
import { queueNames } from '../config/queue-names.js';
import { AuditLog } from './audit-log.js';
import { Belongings } from './belongings.js';
import { BrokerFaults } from './broker-faults.js';
import { BrokerRights } from './broker-rights.js';
import { BrokerRuns } from './broker-runs.js';
import { BrokerState } from './broker-state.js';
import { Broker } from './broker.js';
import { BulkStep } from './bulk-step.js';
import { CancelRequests } from './cancel-requests.js';
import { Cancellation } from './cancellation.js';
import { Checkpoints } from './checkpoints.js';
import { DataMark } from './data-mark.js';
import { DeadLetterActions } from './dead-letter-actions.js';
import { DeadLetters } from './dead-letters.js';
import { Deadlines } from './deadlines.js';
import { Deduplication } from './deduplication.js';
import { EndListeners } from './end-listener.js';
import { EndOutbox } from './end-outbox.js';
import { FailedTasks } from './failed-tasks.js';
import { IdempotencyStore } from './idempotency-store.js';
import { JobWriter } from './job-writer.js';
import { KeyTypes } from './key-types.js';
import { Keys } from './keys.js';
import { MemoryLimit } from './memory-limit.js';
import { PayloadSeals } from './payload-seals.js';
import { QueueContents } from './queue-contents.js';
import { QueueHolds } from './queue-holds.js';
import { QueueControl } from './queue-control.js';
import { QueueOverview } from './queue-overview.js';
import { QueueStats } from './queue-stats.js';
import { QueueLimits } from './queue-limits.js';
import { Queues } from './queues.js';
import { RateLimits } from './rate-limits.js';
import { Reconciliation } from './reconciliation.js';
import { Requeue } from './requeue.js';
import { Retention } from './retention.js';
import { RevocationScript } from './revocation.js';
import { RevokedTasks } from './revoked-tasks.js';
import { Subscriptions } from './subscriptions.js';
import { TaskActions } from './task-actions.js';
import { TaskChanges } from './task-changes.js';
import { TaskControl } from './task-control.js';
import { TaskEnds } from './task-ends.js';
import { TaskFeed } from './task-feed.js';
import { TaskIndex } from './task-index.js';
import { TaskList } from './task-list.js';
import { TaskNotes } from './task-notes.js';
import { TaskQueue } from './task-queue.js';
import { TaskRegistry } from './task-registry.js';
import { TaskRemoval } from './task-removal.js';
import { TaskReplay } from './task-replay.js';
import { TaskSearch } from './task-search.js';
import { TaskStore } from './task-store.js';
import { TaskWatcher } from './task-watcher.js';
import { telemetryOption } from './telemetry.js';
import { WorkerCommands } from './worker-commands.js';
import { WorkerDirectory } from './worker-directory.js';

@Module({ providers: [Broker], exports: [Broker] })
class BrokerModule {}

/** BullMQ's queues under our names. */
const queuesProvider: Provider = {
  provide: Queues,
  inject: queueNames.map((name) => getQueueToken(name)),
  useFactory: (...queues: Queue[]) => new Queues(queues),
};

const services = [
  AuditLog,
  Belongings,
  BrokerFaults,
  BrokerRuns,
  BrokerState,
  BulkStep,
  CancelRequests,
  Cancellation,
  Checkpoints,
  DataMark,
  DeadLetterActions,
  DeadLetters,
  Deadlines,
  EndListeners,
  EndOutbox,
  IdempotencyStore,
  Keys,
  PayloadSeals,
  QueueContents,
  QueueControl,
  QueueHolds,
  QueueOverview,
  QueueStats,
  QueueLimits,
  RateLimits,
  Reconciliation,
  Retention,
  RevocationScript,
  Subscriptions,
  TaskActions,
  TaskChanges,
  TaskControl,
  TaskEnds,
  TaskFeed,
  TaskIndex,
  TaskList,
  TaskNotes,
  TaskQueue,
  TaskRegistry,
  TaskReplay,
  TaskStore,
  TaskWatcher,
  WorkerCommands,
  WorkerDirectory,
];

/**
 * The core: submitting and reading tasks. Registration of processors is manual: loading this module consumes
 * nothing, only `worker.ts` starts consuming.
 */
@Module({
  imports: [
    DiscoveryModule,
    BrokerModule,
    BullModule.forRootAsync({
      imports: [BrokerModule],
      inject: [Broker, Config],
      useFactory: (broker: Broker, config: Config) => ({
        connection: broker.producer,
        prefix: config.redisPrefix,
        skipWaitingForReady: true,
        skipVersionCheck: true,
        ...telemetryOption(),
      }),
      extraOptions: { manualRegistration: true },
    }),
    BullModule.registerQueue(...queueNames.map((name) => ({ name }))),
  ],
  providers: [
    queuesProvider,
    BrokerRights,
    Deduplication,
    FailedTasks,
    JobWriter,
    KeyTypes,
    MemoryLimit,
    Requeue,
    RevokedTasks,
    TaskRemoval,
    TaskSearch,
    ...services,
  ],
  exports: [BrokerModule, Queues, ...services],
})
export class QueueModule {}
