import { defineQueue } from '../../../src/core/index.js';

/** Name of the queue. */
export const REPORTS = 'reports';

/** A report takes much memory: each worker writes two at once. */
export const reportsQueue = defineQueue(REPORTS, { concurrency: 2 });
