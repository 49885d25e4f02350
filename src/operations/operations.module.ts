import { Module } from '@nestjs/common';
import { QueueModule } from '../queue/queue.module.js';
import { QueuesController } from './queues.controller.js';
import { WorkersController } from './workers.controller.js';

/** What an operator sees and steers over HTTP. */
@Module({ imports: [QueueModule], controllers: [QueuesController, WorkersController] })
export class OperationsModule {}
