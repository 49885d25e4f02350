import { features } from '../../dist/apps/features.js';
import { defineQueue } from '../../dist/core/bullmq/define-queue.js';

/** Import this first: adds a queue without a processor, as if a feature had forgotten it. */
if (process.env.TEST_QUEUE) features.push(defineQueue(process.env.TEST_QUEUE));
