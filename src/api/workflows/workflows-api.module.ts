import { Module } from '@nestjs/common';
import { CoreModule } from '../../core/core.module.js';
import { AuthModule } from '../access/auth.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { HeldResponsesModule } from '../streams/held-responses.module.js';
import { WorkflowActionsController } from './workflow-actions.controller.js';
import { WorkflowEventsController } from './workflow-events.controller.js';
import { WorkflowTokensController } from './workflow-tokens.controller.js';
import { WorkflowsController } from './workflows.controller.js';

/** The routes for workflows. */
@Module({
  imports: [CoreModule, AuditModule, AuthModule, HeldResponsesModule],
  controllers: [
    WorkflowsController,
    WorkflowActionsController,
    WorkflowEventsController,
    WorkflowTokensController,
  ],
})
export class WorkflowsApiModule {}
