import { Processor } from '@nestjs/bullmq';
import { TaskProcessor } from '../../worker/index.js';

@Processor('fetch')
export class FetchProcessor extends TaskProcessor {}
