import { Processor } from '@nestjs/bullmq';
import { TaskProcessor } from '../../../src/worker/index.js';
import { REPORTS } from './reports.queue.js';

/** Serves the queue in workers. */
@Processor(REPORTS)
export class ReportsProcessor extends TaskProcessor {}
