import { testShort } from './harness/short-rows.js';

/** Redis is full, has lost the end of its file, or was emptied. */
testShort(['F17', 'F33', 'F36']);
