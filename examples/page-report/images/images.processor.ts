import { Processor } from '@nestjs/bullmq';
import { TaskProcessor } from '../../../src/worker/index.js';
import { IMAGES } from './images.queue.js';

/** Serves the queue in workers. */
@Processor(IMAGES)
export class ImagesProcessor extends TaskProcessor {}
