import { describe, expect, it } from '@jest/globals';
import { Config } from '../../config/config.js';
import { Reach } from './reach.js';
import { readDestination } from './url-rules.js';

const REFUSED = { FETCH_REFUSE: '93.184.215.0/24,2606:2800::/32,10.0.0.0/8' };
const both = [
  ['public addresses only', new Reach(new Config(REFUSED))],
  ['private ones too', new Reach(new Config({ ...REFUSED, FETCH_ALLOW_PRIVATE: 'true' }))],
] as const;

describe.each(both)('Reach with FETCH_REFUSE and %s', (_, reach) => {
  it.each(['93.184.215.0', '93.184.215.255', '2606:2800::1', '2606:2800::1%eth0'])(
    'refuses %s',
    (address) => {
      expect(reach.guardOf('example.com')(address)).toMatchObject({
        rule: 'address-refused',
        permanent: true,
      });
    },
  );

  it.each([
    'http://93.184.215.14/',
    'http://0x5db8d70e/',
    'http://1572394766/',
    'http://[2606:2800::1]:8080/',
  ])('refuses %s before any DNS lookup', (written) => {
    const attempt = () => reach.check(readDestination(written));
    expect(attempt).toThrow(expect.objectContaining({ rule: 'address-refused' }));
  });

  it.each([
    ...['::ffff:93.184.215.14', '::93.184.215.14', '::ffff:0:93.184.215.14', '64:ff9b::93.184.215.14'],
    ...['64:ff9b:1::93.184.215.14', '2002:5db8:d70e::1', '2001:470::5efe:93.184.215.14'],
    ...['2001:470::200:5efe:93.184.215.14', '2001:0:4136:e378:8000:63bf:a247:28f1'],
  ])('refuses %s, which embeds an address of a refused network', (address) => {
    expect(reach.guardOf('example.com')(address)).toMatchObject({ rule: 'address-refused' });
  });

  it.each(['93.184.214.255', '93.184.216.0', '2606:2801::1', '2606:27ff:ffff::1'])(
    'accepts the neighbouring %s',
    (one) => {
      expect(reach.guardOf('example.com')(one)).toBeUndefined();
    },
  );

  it('does not reveal the address of a name', () => {
    expect(String(reach.guardOf('example.com')('93.184.215.14'))).not.toContain('93.184');
  });
});

describe('Reach', () => {
  const privateToo = (networks: string) =>
    new Reach(new Config({ FETCH_REFUSE: networks, FETCH_ALLOW_PRIVATE: 'true' }));

  it('refuses a listed private network even if private ones are allowed', () => {
    const guard = privateToo('10.0.0.0/8').guardOf('example.com');
    expect([guard('10.0.0.1'), guard('::ffff:a00:1')]).toMatchObject(
      Array(2).fill({ rule: 'address-refused' }),
    );
    expect([guard('192.168.0.1'), guard('127.0.0.1'), guard('::ffff:7f00:1')]).toEqual(
      Array(3).fill(undefined),
    );
  });

  it('can refuse a whole address family and leaves the other one alone', () => {
    const [noSix, noFour] = [privateToo('::/0'), privateToo('0.0.0.0/0')].map((reach) =>
      reach.guardOf('a.com'),
    );
    expect([noSix?.('8.8.8.8'), noFour?.('2606:4700::1')]).toEqual([undefined, undefined]);
    expect([noSix?.('2606:4700::1'), noFour?.('8.8.8.8')]).toMatchObject(
      Array(2).fill({ rule: 'address-refused' }),
    );
  });

  it('keeps all other rules', () => {
    const reach = new Reach(new Config({ FETCH_REFUSE: '93.184.215.14' }));
    expect(reach.guardOf('example.com')('10.0.0.1')).toMatchObject({ rule: 'address-private' });
    expect(() => reach.check(readDestination('http://example.com:25/'))).toThrow('port');
    expect(() => reach.check(readDestination('http://example.com/'))).not.toThrow();
  });
});
