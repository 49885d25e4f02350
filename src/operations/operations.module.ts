import { Module } from '@nestjs/common';
import { AuditModule } from '../http/audit.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { AuditController } from './audit.controller.js';
import { QueuesController } from './queues.controller.js';
import { WorkersController } from './workers.controller.js';

/** What an operator sees and steers over HTTP. */
@Module({
  imports: [QueueModule, AuditModule],
  controllers: [QueuesController, WorkersController, AuditController],
})
export class OperationsModule {}
