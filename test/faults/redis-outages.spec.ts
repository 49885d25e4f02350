import { testShort } from './harness/short-rows.js';

/** Redis dies, freezes, loses replies, or starts last. */
testShort(['F9', 'F11', 'F14', 'F15']);
