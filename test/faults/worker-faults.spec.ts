import { testShort } from './harness/short-rows.js';

/** Workers that die, are told to stop, or are killed by a task. */
testShort(['F1', 'F3', 'F6']);
