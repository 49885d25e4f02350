import { testShort } from './harness/short-rows.js';

/** Workers die, are asked to stop, or are killed by a task. */
testShort(['F1', 'F3', 'F6', 'F39']);
