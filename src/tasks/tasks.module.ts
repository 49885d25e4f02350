import { Module } from '@nestjs/common';
import { ApiDocument } from '../http/api-document.js';
import { AuditModule } from '../http/audit.module.js';
import { EventStreams } from '../http/event-streams.js';
import { HeldAnswers } from '../http/held-answers.js';
import { ExecutionModule } from '../worker/execution.module.js';
import { BatchController } from './batch.controller.js';
import { CountPrimesTask } from './count-primes.task.js';
import { DeadLettersController } from './dead-letters.controller.js';
import { DivideTask } from './divide.task.js';
import { SubmitAnswer } from './submit-answer.js';
import { TaskActionsController } from './task-actions.controller.js';
import { TaskEventsController } from './task-events.controller.js';
import { TaskListController } from './task-list.controller.js';
import { TaskTypes } from './task-types.js';
import { TaskTypesController } from './task-types.controller.js';
import { TasksController } from './tasks.controller.js';
import { TasksProcessor } from './tasks.processor.js';

/** Submitting and reading tasks over HTTP, and the tasks of the queue `tasks`. Put your own task's class here. */
@Module({
  imports: [ExecutionModule, AuditModule],
  // In this order: /tasks/batch is not the task named batch.
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
    HeldAnswers,
    ApiDocument,
    TaskTypes,
    DivideTask,
    CountPrimesTask,
  ],
})
export class TasksModule {}
