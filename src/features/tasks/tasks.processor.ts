import { Processor } from '@nestjs/bullmq';
import { TaskProcessor } from '../../worker/consuming/task-processor.js';

@Processor('tasks')
export class TasksProcessor extends TaskProcessor {}
