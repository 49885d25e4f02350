import { testShort } from './harness/short-rows.js';

/** PostgreSQL dies, freezes, has no room and is emptied. */
testShort(['F31']);
