import { Module } from '@nestjs/common';
import { ExecutionModule } from '../worker/execution.module.js';
import { CountPrimesTask } from './count-primes.task.js';
import { DivideTask } from './divide.task.js';
import { TasksController } from './tasks.controller.js';
import { TasksProcessor } from './tasks.processor.js';

/** Submitting and reading tasks over HTTP, and the tasks of the queue `tasks`. Put your own task's class here. */
@Module({
  imports: [ExecutionModule],
  controllers: [TasksController],
  providers: [TasksProcessor, DivideTask, CountPrimesTask],
})
export class TasksModule {}
