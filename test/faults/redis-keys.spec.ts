import { testShort } from './harness/short-rows.js';

/** Someone has deleted or overwritten keys in Redis. */
testShort(['F34', 'F35']);
