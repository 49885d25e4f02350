import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { ExecutionModule } from '../../worker/execution.module.js';
import { AuditController } from '../audit/audit.controller.js';
import { BrokerController } from '../broker/broker.controller.js';
import { BulkActionTask } from './bulk-action.task.js';
import { BulkActionsController } from './bulk-actions.controller.js';
import { BulkActions } from './bulk-actions.js';
import { OperationsProcessor } from './operations.processor.js';
import { QueuesController } from '../queues/queues.controller.js';
import { WorkersController } from '../workers/workers.controller.js';

/** Operators' routes, and the task of the queue `operations` that performs bulk actions. */
@Module({
  imports: [ExecutionModule, AuditModule],
  controllers: [
    QueuesController,
    WorkersController,
    BulkActionsController,
    BrokerController,
    AuditController,
  ],
  providers: [OperationsProcessor, BulkActions, BulkActionTask],
})
export class OperationsModule {}
