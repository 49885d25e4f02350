import { BullModule, getQueueToken } from '@nestjs/bullmq';
import { Module, type Provider } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import type { Queue } from 'bullmq';
import { Config } from '../config/config.js';
import { queueNames } from '../config/queue-names.js';
import { Broker } from './broker.js';
import { Queues } from './queues.js';
import { Retention } from './retention.js';
import { TaskQueue } from './task-queue.js';
import { TaskRegistry } from './task-registry.js';
import { TaskStore } from './task-store.js';
import { WorkerDirectory } from './worker-directory.js';

@Module({ providers: [Broker], exports: [Broker] })
class BrokerModule {}

/** BullMQ's queues under our names. */
const queuesProvider: Provider = {
  provide: Queues,
  inject: queueNames.map((name) => getQueueToken(name)),
  useFactory: (...queues: Queue[]) => new Queues(queues),
};

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
      }),
      extraOptions: { manualRegistration: true },
    }),
    BullModule.registerQueue(...queueNames.map((name) => ({ name }))),
  ],
  providers: [queuesProvider, Retention, TaskQueue, TaskRegistry, TaskStore, WorkerDirectory],
  exports: [BrokerModule, Queues, Retention, TaskQueue, TaskRegistry, TaskStore, WorkerDirectory],
})
export class QueueModule {}
