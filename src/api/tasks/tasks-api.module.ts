import { Module } from '@nestjs/common';
import { CoreModule } from '../../core/core.module.js';
import { AuthModule } from '../access/auth.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { DeadLettersController } from '../dead-letters/dead-letters.controller.js';
import { ApiDocument } from '../openapi/api-document.js';
import { ListedTasks } from '../search/listed-tasks.js';
import { TaskExport } from '../search/task-export.js';
import { TaskExportController } from '../search/task-export.controller.js';
import { TaskCountsController } from '../search/task-counts.controller.js';
import { SuggestController } from '../search/suggest.controller.js';
import { Suggestions } from '../search/suggestions.js';
import { TaskSearches } from '../search/task-searches.js';
import { HeldResponsesModule } from '../streams/held-responses.module.js';
import { TaskTypeLimitsController } from '../task-types/task-type-limits.controller.js';
import { TaskRunsController } from '../task-types/task-runs.controller.js';
import { TaskTypes } from '../task-types/task-types.js';
import { TaskTypesController } from '../task-types/task-types.controller.js';
import { Views } from '../views/views.js';
import { ViewsController } from '../views/views.controller.js';
import { BatchController } from './batch.controller.js';
import { TaskActionsController } from './task-actions.controller.js';
import { TaskChangeController } from './task-change.controller.js';
import { TaskController } from './task.controller.js';
import { TaskEventsController } from './events/task-events.controller.js';
import { TaskListController } from './task-list.controller.js';
import { TaskSubmitController } from './task-submit.controller.js';
import { TaskTokensController } from './task-tokens.controller.js';
import { TaskRecordController } from './task-record.controller.js';
import { TaskWhyController } from './task-why.controller.js';

/** The routes for tasks of any type: submit, read, list, follow and act. */
@Module({
  imports: [CoreModule, AuditModule, AuthModule, HeldResponsesModule],
  // The order matters: /tasks/batch must not match /tasks/:name, nor /tasks/export /tasks/:task_id.
  controllers: [
    BatchController,
    SuggestController,
    TaskCountsController,
    TaskExportController,
    TaskSubmitController,
    TaskController,
    TaskListController,
    TaskRecordController,
    TaskActionsController,
    TaskChangeController,
    TaskEventsController,
    TaskTokensController,
    TaskWhyController,
    DeadLettersController,
    TaskTypesController,
    TaskRunsController,
    TaskTypeLimitsController,
    ViewsController,
  ],
  providers: [ApiDocument, ListedTasks, Suggestions, TaskExport, TaskSearches, TaskTypes, Views],
})
export class TasksApiModule {}
