import { Module } from '@nestjs/common';
import { CoreModule } from '../../core/core.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { DeadLettersController } from '../dead-letters/dead-letters.controller.js';
import { ApiDocument } from '../openapi/api-document.js';
import { HeldResponsesModule } from '../streams/held-responses.module.js';
import { TaskTypes } from '../task-types/task-types.js';
import { TaskTypesController } from '../task-types/task-types.controller.js';
import { BatchController } from './batch.controller.js';
import { TaskActionsController } from './task-actions.controller.js';
import { TaskController } from './task.controller.js';
import { TaskEventsController } from './task-events.controller.js';
import { TaskListController } from './task-list.controller.js';
import { TaskRecordController } from './task-record.controller.js';
import { TaskWhyController } from './task-why.controller.js';

/** The routes for tasks of any type: submit, read, list, follow and act. */
@Module({
  imports: [CoreModule, AuditModule, HeldResponsesModule],
  // The order matters: /tasks/batch must not match /tasks/:name.
  controllers: [
    BatchController,
    TaskController,
    TaskListController,
    TaskRecordController,
    TaskActionsController,
    TaskEventsController,
    TaskWhyController,
    DeadLettersController,
    TaskTypesController,
  ],
  providers: [ApiDocument, TaskTypes],
})
export class TasksApiModule {}
