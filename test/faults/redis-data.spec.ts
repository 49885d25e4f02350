import { testShort } from './harness/short-rows.js';

/** A Redis that is full, has lost the end of its file, or was emptied. */
testShort(['F17', 'F33', 'F36']);
