import { describe, expect, it } from '@jest/globals';
import { unusedNames } from './unused-names.js';

describe('unusedNames', () => {
  it.each<[string, string[], string[], string[]]>([
    ['are numbered from the second on', ['A', 'B', 'A', 'A'], [], ['A', 'B', 'A2', 'A3']],
    ['leave the others theirs', ['A', 'A', 'A2'], [], ['A', 'A3', 'A2']],
    ['are never those that are taken', ['A', 'B'], ['A', 'A2'], ['A3', 'B']],
  ])('%s', (_what, wanted, taken, names) => {
    expect(unusedNames(wanted, taken)).toEqual(names);
  });
});
