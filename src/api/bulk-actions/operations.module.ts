import { Module } from '@nestjs/common';
import { defineQueue } from '../../core/index.js';
import { OPERATIONS } from './operations-queue.js';
import { AuditModule } from '../audit/audit.module.js';
import { ExecutionModule } from '../../worker/index.js';
import { AuditController } from '../audit/audit.controller.js';
import { BrokerController } from '../broker/broker.controller.js';
import { BulkActionTask } from './bulk-action.task.js';
import { BulkActionsController } from './bulk-actions.controller.js';
import { BulkIds } from './bulk-ids.js';
import { BulkStep } from './bulk-step.js';
import { BulkActions } from './bulk-actions.js';
import { DryRuns } from './dry-runs.js';
import { BulkTargets } from './bulk-targets.js';
import { OperationsProcessor } from './operations.processor.js';
import { QueuesController } from '../queues/queues.controller.js';
import { WorkersController } from '../workers/workers.controller.js';

/** Operators' routes, and the task of the queue `operations` that performs bulk actions. */
@Module({
  imports: [ExecutionModule, AuditModule, defineQueue(OPERATIONS, { concurrency: 2 })],
  controllers: [
    QueuesController,
    WorkersController,
    BulkActionsController,
    BrokerController,
    AuditController,
  ],
  providers: [OperationsProcessor, BulkActions, BulkActionTask, BulkIds, BulkStep, BulkTargets, DryRuns],
})
export class OperationsModule {}
