import { Processor } from '@nestjs/bullmq';
import { TaskProcessor } from '../../worker/index.js';

@Processor('tasks')
export class TasksProcessor extends TaskProcessor {}
