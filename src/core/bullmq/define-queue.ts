import { BullModule, getQueueToken } from '@nestjs/bullmq';
import { type DynamicModule, Logger, Module } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { QueueDefinition, type QueueDefaults } from '../task/known-queues.js';

@Module({})
class QueueDefinitionModule {}

const ERRORS = Symbol('Errors of the queue');

/**
 * Defines a queue, in the module whose processor serves it: `imports: [CoreModule, defineQueue('reports', { concurrency: 2 })]`.
 * API and workers load the same modules, so both know it.
 */
export function defineQueue(name: string, defaults?: QueueDefaults): DynamicModule {
  const definition = new QueueDefinition(name, defaults);
  return {
    module: QueueDefinitionModule,
    imports: [BullModule.registerQueue({ name })],
    providers: [
      { provide: QueueDefinition, useValue: definition },
      { provide: ERRORS, inject: [getQueueToken(name)], useFactory: hearErrors },
    ],
  };
}

/** The connection's errors are logged once by Broker; without a listener BullMQ would print them again. */
function hearErrors(queue: Queue): Logger {
  const logger = new Logger('Queues');
  queue.on('error', (error) => logger.debug(error.message));
  return logger;
}
