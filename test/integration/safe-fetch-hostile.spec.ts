import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Config } from '../../src/platform/config/config.js';
import { SafeFetch } from '../../src/platform/outbound/safe-fetch.js';
import { FakeInternet } from '../support/fake-internet.js';
import { type LocalOrigin, startOrigin } from '../support/local-origin.js';

/** Cases beyond the lists of test/data: each is refused before any connection. */
const urls = [
  ...[
    'http:/127.0.0.1/',
    'http:127.0.0.1',
    'http:///example.com/',
    'http:\\\\example.com',
    '//example.com/',
    'example.com',
  ],
  ...[
    'http://017700000001/',
    'http://0x7F.1/',
    'http://127.1/',
    'http://0177.1/',
    'http://2130706433./',
    'http://0/',
  ],
  ...[
    'http://00000000000000000177.0.0.1/',
    'http://0x00000000007f000001/',
    'http://3232235777/',
    'http://0xac.0x10.1/',
  ],
  ...[
    'http://[fe80::1%25eth0]/',
    'http://[::1%25lo]/',
    'http://[::]/',
    'http://[0:0:0:0:0:0:0:1]/',
    'http://[::127.0.0.1]/',
  ],
  ...[
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:0:127.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[64:ff9b:1::a00:1]/',
  ],
  ...[
    'http://[2002:7f00:1::]/',
    'http://[2001:0:7f00:1::]/',
    'http://[fd00:ec2::254]/',
    'http://[fec0::1]/',
    'http://[5f00::1]/',
  ],
  ...[
    'http://１２７．０．０．１/',
    'http://127｡0｡0｡1/',
    'http://ｌｏｃａｌｈｏｓｔ/',
    'http://⑯⑨.②⑤④.⑯⑨.②⑤④/',
    'http://loc\u00adalhost/',
  ],
  ...[
    'http://local\u200bhost/',
    'http://%31%32%37.0.0.1/',
    'http://127.0.0.1%00.example.com/',
    'http://127.0.0.1%2f@example.com/',
  ],
  ...[
    'http://example.com@127.0.0.1/',
    'http://127.0.0.1@example.com/',
    'http://@example.com/',
    'http://:@example.com/',
  ],
  ...[
    'http://example.com:22/',
    'http://example.com:6379/',
    'http://example.com:0/',
    'http://example.com:99999/',
    'http://example.com:80:80/',
  ],
  ...[
    'http://example.com\t/',
    'http://example.com\r\nHost: evil/',
    ' http://example.com/',
    'http://exa mple.com/',
    'http://example.com#@127.0.0.1:\\/',
  ],
  ...[
    'file:///etc/passwd',
    'gopher://example.com/',
    'ftp://example.com/',
    'data:text/plain,a',
    'blob:http://example.com/a',
    'javascript:1',
  ],
  ...[
    'http://localhost./',
    'http://a.localhost/',
    'http://redis/',
    'http://kubernetes.default.svc.cluster.local/',
    'http://169.254.169.254/',
  ],
  ...[
    'http://100.100.100.200/',
    'http://168.63.129.16/',
    'http://192.0.0.192/',
    'http://198.18.0.1/',
    'http://255.255.255.255/',
    'http://240.0.0.1/',
  ],
];

/** Every address of a look-up counts, at any position. */
const answers = [
  ...[
    '127.0.0.1',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
  ],
  ...[
    '::1',
    '::',
    '::ffff:10.0.0.1',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'ff02::1',
    '2001:db8::1',
    '64:ff9b::a00:1',
  ],
  ...[
    '2002:a00:1::',
    '2001:0:a00:1::',
    '198.51.100.1',
    '198.18.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '4000::1',
  ],
];
const PUBLIC = '93.184.215.14';

describe('SafeFetch against an attacker', () => {
  let origin: LocalOrigin;
  let location: string | undefined;

  beforeAll(async () => {
    origin = await startOrigin((_, response) => {
      if (location) response.setHeader('location', location).writeHead(302);
      response.end('public');
    });
  });
  afterAll(() => origin.close());

  it.each(urls)('refuses %j', async (url) => {
    location = undefined;
    const internet = new FakeInternet([PUBLIC], origin.port);
    await expect(fetch(internet, url)).rejects.toMatchObject({
      name: 'OutboundRefusedError',
      permanent: true,
    });
    expect(internet.connections).toEqual([]);
  });

  it.each(urls)('refuses a redirect to %j, or stays on the same host', async (url) => {
    location = encodeURI(url).replaceAll('%25', '%');
    const internet = new FakeInternet([PUBLIC], origin.port);
    const error: unknown = await fetch(internet, 'http://example.com/').catch((reason: unknown) => reason);
    // Text that is not a URL is relative: it leads to the same public host again.
    expect(error).toMatchObject({ name: expect.stringMatching(/^(OutboundRefused|TooManyRedirects)Error$/) });
    expect(new Set(internet.connections)).toEqual(new Set([PUBLIC]));
  });

  it.each(answers)('refuses a name with %s, alone or among public addresses', async (address) => {
    location = undefined;
    for (const answer of [address, `${PUBLIC},${address}`, `${address},${PUBLIC}`]) {
      const internet = new FakeInternet([answer], origin.port);
      const refused = fetch(internet, 'https://example.com/');
      await expect(refused).rejects.toMatchObject({ name: 'OutboundRefusedError', host: 'example.com' });
      await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining(address) });
      expect(internet.connections).toEqual([]);
    }
  });

  it.each(answers)('refuses a name that is %s in the second lookup', async (address) => {
    location = 'http://example.com/again';
    const internet = new FakeInternet([PUBLIC, address], origin.port);
    await expect(fetch(internet, 'http://example.com/')).rejects.toMatchObject({
      name: 'OutboundRefusedError',
    });
    expect(internet.connections).toEqual([PUBLIC]);
  });

  it('reveals nothing more in its stack and cause', async () => {
    const error = await fetch(new FakeInternet(['10.1.2.3'], origin.port), 'http://example.com/').catch(
      (reason: unknown) => reason,
    );
    const told =
      error instanceof Error ? `${error.stack} ${JSON.stringify(error)} ${String(error.cause)}` : '';
    expect(told).toContain('address-private');
    expect(told).not.toContain('10.1.2.3');
  });
});

function fetch(internet: FakeInternet, url: string): Promise<unknown> {
  return new SafeFetch(new Config({}), internet).fetch(url);
}
