import { features } from '../../dist/apps/features.js';
import { defineQueue } from '../../dist/core/bullmq/define-queue.js';

/** Import this before all else: a queue more than there are processors, as when a feature has forgotten its own. */
if (process.env.TEST_QUEUE) features.push(defineQueue(process.env.TEST_QUEUE));
