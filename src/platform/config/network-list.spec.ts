import { describe, expect, it } from '@jest/globals';
import { Config } from './config.js';

describe('FETCH_REFUSE', () => {
  it('accepts networks and single addresses', () => {
    const { fetchRefuse } = new Config({ FETCH_REFUSE: '161.26.0.0/16, 192.0.2.7,2001:db8::/32,64:ff9b::1' });
    expect(fetchRefuse).toEqual(['161.26.0.0/16', '192.0.2.7/32', '2001:db8::/32', '64:ff9b::1/128']);
  });

  it('is unset when it is empty', () => expect(new Config({ FETCH_REFUSE: '' }).fetchRefuse).toBeUndefined());

  it.each([
    ...[
      '10.0.0.0/33',
      '2001:db8::/129',
      '10/8',
      '010.0.0.0/8',
      '0x0a.0.0.0/8',
      '10.0.0.0/',
      '10.0.0.0/-1',
      '10.0.0.0/8/8',
    ],
    ...[
      '10.0.0.0/8,',
      ',',
      'example.com',
      '[2001:db8::]/32',
      'fe80::1%eth0',
      '10.0.0.0-10.0.0.9',
      '10.*',
      '10.0.0.0/255.0.0.0',
    ],
    ...['::ffff:10.0.0.0/104', '::FFFF:a00:0/104'],
  ])('refuses %j at startup', (value) => {
    expect(() => new Config({ FETCH_REFUSE: value })).toThrow(/FETCH_REFUSE.*networks/s);
  });
});
