import { testShort } from './harness/short-rows.js';

/** Workers, the API and Redis die in the middle of workflows. */
testShort(['F37']);
