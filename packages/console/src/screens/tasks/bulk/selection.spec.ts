import { describe, expect, it } from '@jest/globals';
import { NOTHING_SELECTED, allToggled, isEmpty, ranged, toggled } from './selection.js';

const ORDER = ['a', 'b', 'c', 'd', 'e'];
const idsOf = ({ ids }: { readonly ids: ReadonlySet<string> }) => [...ids].sort().join('');

describe('a selection', () => {
  it('takes rows one by one', () => {
    const two = toggled(toggled(NOTHING_SELECTED, 'b', ORDER), 'd', ORDER);
    expect(idsOf(two)).toBe('bd');
    expect(idsOf(toggled(two, 'b', ORDER))).toBe('d');
    expect(isEmpty(toggled(toggled(two, 'b', ORDER), 'd', ORDER))).toBe(true);
  });

  it('takes a range in both directions', () => {
    const one = toggled(NOTHING_SELECTED, 'd', ORDER);
    expect(idsOf(ranged(one, 'b', ORDER))).toBe('bcd');
    expect(idsOf(ranged(ranged(one, 'b', ORDER), 'a', ORDER))).toBe('abcd');
    expect(idsOf(ranged(NOTHING_SELECTED, 'c', ORDER))).toBe('c');
    expect(idsOf(ranged({ ...one, anchor: 'gone' }, 'a', ORDER))).toBe('ad');
  });

  it('takes all rows, and none', () => {
    const all = allToggled(NOTHING_SELECTED, ORDER);
    expect(idsOf(all)).toBe('abcde');
    expect(isEmpty(allToggled(all, ORDER))).toBe(true);
  });

  it('goes from all that fit to all rows but one', () => {
    const fit = { ...NOTHING_SELECTED, isAll: true };
    expect(isEmpty(fit)).toBe(false);
    expect(idsOf(toggled(fit, 'c', ORDER))).toBe('abde');
    expect(isEmpty(allToggled(fit, ORDER))).toBe(true);
  });
});
