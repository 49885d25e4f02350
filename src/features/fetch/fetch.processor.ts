import { Processor } from '@nestjs/bullmq';
import { TaskProcessor } from '../../worker/consuming/task-processor.js';

@Processor('fetch')
export class FetchProcessor extends TaskProcessor {}
