import { describe, expect, it } from '@jest/globals';
import { distributionsIn } from './system.js';

describe('distributionsIn', () => {
  it.each([
    ['PRETTY_NAME="Debian GNU/Linux 12"\nID=debian\n', ['debian']],
    ['VERSION_ID="41"\nID="linuxmint"\nID_LIKE="ubuntu debian"\n', ['linuxmint', 'ubuntu', 'debian']],
    ["ID='rocky'\nID_LIKE='rhel centos fedora'", ['rocky', 'rhel', 'centos', 'fedora']],
    ['', []],
  ])('reads the distribution from %j', (text, expected) => {
    expect(distributionsIn(text)).toEqual(expected);
  });
});
