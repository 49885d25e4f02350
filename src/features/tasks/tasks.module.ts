import { Module } from '@nestjs/common';
import { HeldResponsesModule } from '../../api/streams/held-responses.module.js';
import { defineQueue } from '../../core/index.js';
import { ExecutionModule } from '../../worker/index.js';
import { CountPrimesTask } from './count-primes.task.js';
import { DivideTask } from './divide.task.js';
import { TasksController } from './tasks.controller.js';
import { TasksProcessor } from './tasks.processor.js';

/** The tutorial's routes, and the tasks of the queue `tasks`. Add your own task's class here. */
@Module({
  imports: [ExecutionModule, HeldResponsesModule, defineQueue('tasks')],
  controllers: [TasksController],
  providers: [TasksProcessor, DivideTask, CountPrimesTask],
})
export class TasksModule {}
