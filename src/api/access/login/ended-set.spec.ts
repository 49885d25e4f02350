import { describe, expect, it } from '@jest/globals';
import { EndedSet } from './ended-set.js';

const at = (expiresAt: number, keyName = 'ops') => ({ keyName, id: `${keyName}-${expiresAt}`, expiresAt });

describe('ended sessions', () => {
  it('are remembered per key', () => {
    const ended = new EndedSet();
    ended.add(at(5));
    expect(ended.has(at(5))).toBe(true);
    expect(ended.has({ ...at(5), id: 'another' })).toBe(false);
    expect(ended.has(at(4))).toBe(false);
    expect(ended.has(at(5, 'dev'))).toBe(false);
    expect(ended.has({ ...at(5), keyName: 'dev' })).toBe(false);
  });

  it('stay ended when the list is full, and later sessions stay open', () => {
    const ended = new EndedSet(3);
    for (const expiry of [10, 40, 20, 30, 50]) ended.add(at(expiry));
    expect(ended.all().map(({ expiresAt }) => expiresAt)).toEqual([40, 30, 50]);
    for (const expiry of [10, 20, 30, 40, 50])
      expect([expiry, ended.has(at(expiry))]).toEqual([expiry, true]);
    expect(ended.has(at(35))).toBe(false);
    expect(ended.has(at(51))).toBe(false);
    expect(ended.has(at(10, 'dev'))).toBe(false);
  });

  it('are limited in number, however often a client logs in and out', () => {
    const ended = new EndedSet();
    for (let i = 1; i <= 1_000; i++) ended.add(at(i));
    expect(ended.all()).toHaveLength(100);
    expect(ended.has(at(1))).toBe(true);
  });

  it('can be removed', () => {
    const ended = new EndedSet();
    ended.add(at(5));
    ended.delete(at(5));
    ended.delete(at(6, 'dev'));
    expect(ended.all()).toEqual([]);
    expect(ended.has(at(5))).toBe(false);
  });
});
