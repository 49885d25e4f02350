import { testShort } from './harness/short-rows.js';

/** A Redis that dies, freezes, loses replies, or starts last. */
testShort(['F9', 'F11', 'F14', 'F15']);
