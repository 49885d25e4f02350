import { Module } from '@nestjs/common';
import { ApiDocument } from '../../api/openapi/api-document.js';
import { AuditModule } from '../../api/audit/audit.module.js';
import { EventStreams } from '../../api/streams/event-streams.js';
import { OpenResponseLimit } from '../../api/streams/open-response-limit.js';
import { defineQueue } from '../../core/bullmq/define-queue.js';
import { ExecutionModule } from '../../worker/execution.module.js';
import { BatchController } from '../../api/tasks/batch.controller.js';
import { CountPrimesTask } from './count-primes.task.js';
import { DeadLettersController } from '../../api/dead-letters/dead-letters.controller.js';
import { DivideTask } from './divide.task.js';
import { SubmitAnswer } from '../../api/tasks/submit-answer.js';
import { TaskActionsController } from '../../api/tasks/task-actions.controller.js';
import { TaskEventsController } from '../../api/tasks/task-events.controller.js';
import { TaskListController } from '../../api/tasks/task-list.controller.js';
import { TaskTypes } from '../../api/task-types/task-types.js';
import { TaskTypesController } from '../../api/task-types/task-types.controller.js';
import { TasksController } from './tasks.controller.js';
import { TasksProcessor } from './tasks.processor.js';

/** Submitting and reading tasks over HTTP, and the tasks of the queue `tasks`. Add your own task's class here. */
@Module({
  imports: [ExecutionModule, AuditModule, defineQueue('tasks')],
  // The order matters: /tasks/batch must not match /tasks/:name.
  controllers: [
    BatchController,
    TasksController,
    TaskListController,
    TaskActionsController,
    TaskEventsController,
    DeadLettersController,
    TaskTypesController,
  ],
  providers: [
    TasksProcessor,
    SubmitAnswer,
    EventStreams,
    OpenResponseLimit,
    ApiDocument,
    TaskTypes,
    DivideTask,
    CountPrimesTask,
  ],
})
export class TasksModule {}
