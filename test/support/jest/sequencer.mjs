/**
 * The order of the spec files. Jest runs the longest first, once it knows how long each takes; where it does not, as in
 * CI, it would begin with the largest files. What starts processes takes longest, whatever its size: it comes first.
 */
import Sequencer from '@jest/test-sequencer';

const FIRST = ['test/faults/', 'test/e2e/', 'test/fuzz/', 'test/integration/'];

export default class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    if (sorted.some(({ duration }) => duration !== undefined)) return sorted;
    return sorted.sort((a, b) => rankOf(a) - rankOf(b));
  }
}

function rankOf({ path }) {
  const rank = FIRST.findIndex((folder) => path.includes(folder));
  return rank === -1 ? FIRST.length : rank;
}
