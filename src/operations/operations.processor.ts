import { Processor } from '@nestjs/bullmq';
import { TaskProcessor } from '../worker/task-processor.js';

@Processor('operations')
export class OperationsProcessor extends TaskProcessor {}
