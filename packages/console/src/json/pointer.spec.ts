import { describe, expect, it } from '@jest/globals';
import { below, errorsElsewhere, errorsWithin, messageOf } from './pointer.js';

const errors = [
  { place: '/payload/to', message: 'to must be an address' },
  { place: '/payload/a~1b/0', message: 'no' },
  { place: '/payloads', message: 'unknown' },
  { place: '/payload', message: 'too deep' },
];

describe('JSON pointers', () => {
  it('escapes names', () => {
    expect(below(below('', 'a/b'), 0)).toBe('/a~1b/0');
    expect(below('/x', '~1')).toBe('/x/~01');
  });

  it('finds the errors within a place, from there', () => {
    expect(errorsWithin(errors, '/payload')).toEqual([
      { place: '/to', message: 'to must be an address' },
      { place: '/a~1b/0', message: 'no' },
      { place: '', message: 'too deep' },
    ]);
  });

  it('finds the errors elsewhere', () => {
    expect(errorsElsewhere(errors, ['/payload'])).toEqual([{ place: '/payloads', message: 'unknown' }]);
  });

  it('joins messages', () => {
    expect(messageOf([])).toBeUndefined();
    expect(messageOf(errors.slice(0, 2))).toBe('to must be an address. no');
  });
});
