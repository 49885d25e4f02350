import { Processor } from '@nestjs/bullmq';
import { TaskProcessor } from '../../worker/consuming/task-processor.js';

@Processor('operations')
export class OperationsProcessor extends TaskProcessor {}
