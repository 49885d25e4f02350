import { testShort } from './harness/short-rows.js';

/** A Redis in which somebody has deleted or overwritten keys. */
testShort(['F34', 'F35']);
