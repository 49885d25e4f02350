import { Processor } from '@nestjs/bullmq';
import { TaskProcessor } from '../../worker/index.js';

@Processor('operations')
export class OperationsProcessor extends TaskProcessor {}
