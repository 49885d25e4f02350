import { queueNames } from '../../dist/platform/config/queue-names.js';

/** Import this before all else: a queue more than there are processors, as when a feature has forgotten its own. */
if (process.env.TEST_QUEUE) queueNames.push(process.env.TEST_QUEUE);
