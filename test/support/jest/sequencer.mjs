/**
 * The order of the spec files. Jest runs the slowest first if it knows their durations, otherwise (as in CI) the
 * largest. Specs that start processes take longest, whatever their size, so they come first.
 */
import Sequencer from '@jest/test-sequencer';

const FIRST = [
  'test/celery/',
  'test/console/',
  'test/faults/',
  'test/e2e/',
  'test/fuzz/',
  'test/integration/',
];

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
