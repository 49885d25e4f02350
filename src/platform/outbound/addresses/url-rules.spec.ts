import { describe, expect, it } from '@jest/globals';
import { OutboundRefusedError } from '../outbound.errors.js';
import { checkPublic, readDestination, readRedirect } from './url-rules.js';

describe('readDestination', () => {
  it('keeps the host as written beside the parsed URL', () => {
    const { url, host } = readDestination('HTTPS://Bücher.Example.com:8443/a?b#c');
    expect(host).toBe('Bücher.Example.com');
    expect(url.href).toBe('https://xn--bcher-kva.example.com:8443/a?b#c');
  });

  it.each([
    ['ftp://example.com/', 'scheme', 'example.com'],
    ['//127.0.0.1/', 'scheme', '127.0.0.1'],
    ['example.com/', 'scheme', 'example.com'],
    [' http://example.com/', 'characters', 'example.com'],
    ['', 'scheme', ''],
    ['xhttp://example.com/', 'scheme', 'example.com'],
    ['http:/http://example.com/', 'url', 'http'],
    ['http://[::1/', 'url', '[::1'],
    [`ftp://${'a'.repeat(300)}/`, 'scheme', 'a'.repeat(255)],
    ['http:example.com/', 'url', 'example.com'],
    ['http:/example.com/', 'url', 'example.com'],
    ['http:///example.com/', 'url', 'example.com'],
    ['http://', 'url', ''],
    ['http://?example.com', 'url', ''],
    ['http://exa%23mple.com/', 'url', 'exa%23mple.com'],
    ['http://4294967296/', 'url', '4294967296'],
    ['http://example.com:99999/', 'url', 'example.com'],
    ['http://user:pass/word@example.com/', 'url', 'user'],
    ['ftp://[::1]:21/', 'scheme', '[::1]'],
    ['http://example.com\\@127.0.0.1/', 'characters', 'example.com'],
    ['http:\\\\example.com/', 'characters', 'example.com'],
    ['http://exam\nple.com/', 'characters', 'exam\nple.com'],
    ['http://example.com/a b', 'characters', 'example.com'],
    ['http://example.com/\u0000', 'characters', 'example.com'],
    ['http://user:secret@example.com/', 'userinfo', 'example.com'],
    ['http://@example.com/', 'userinfo', 'example.com'],
    ['http://a@b@example.com/', 'userinfo', 'example.com'],
  ])('refuses %j by the rule %s', (written, rule, host) => {
    expect(() => readDestination(written)).toThrow(expect.objectContaining({ rule, host, permanent: true }));
  });

  it('shows neither passwords nor control characters in its message', () => {
    expect(messageOf(() => readDestination('http://user:secret@example.com/'))).not.toContain('secret');
    expect(messageOf(() => readDestination('http://exam\u001bple.com/'))).toContain('"exam\\u001bple.com"');
  });
});

describe('readRedirect', () => {
  const from = readDestination('https://example.com/a/b?c');

  it.each([
    ['d', 'https://example.com/a/d'],
    ['/d', 'https://example.com/d'],
    ['?d', 'https://example.com/a/b?d'],
    ['d/e:f', 'https://example.com/a/d/e:f'],
    ['//www.example.com/d', 'https://www.example.com/d'],
    ['https://example.org/', 'https://example.org/'],
    ['/café/à-日本', 'https://example.com/caf%C3%A9/%C3%A0-%E6%97%A5%E6%9C%AC'],
    ['/?q=né#ö', 'https://example.com/?q=n%C3%A9#%C3%B6'],
    ['https://bücher.example/é', 'https://xn--bcher-kva.example/%C3%A9'],
    ['/a b/c  d', 'https://example.com/a%20b/c%20%20d'],
    ['a b?c d#e f', 'https://example.com/a/a%20b?c%20d#e%20f'],
    ['https://example.org/a b', 'https://example.org/a%20b'],
    ['/a\u00a0b\u3000c\u2028d\u0085e', 'https://example.com/a%C2%A0b%E3%80%80c%E2%80%A8d%C2%85e'],
    ['/a?path=C:\\b', 'https://example.com/a?path=C:%5Cb'],
    ['/a#\\b', 'https://example.com/a#%5Cb'],
    ['#d', 'https://example.com/a/b?c#d'],
    ['/a%20b%C3%A9', 'https://example.com/a%20b%C3%A9'],
    ['../d', 'https://example.com/d'],
    ['./d/../e', 'https://example.com/a/e'],
  ])('resolves %s relative to its origin', (location, href) => {
    expect(readRedirect(location, from).url.href).toBe(href);
  });

  it.each([
    ['http://example.com/', 'redirect-downgrade'],
    ['file:///etc/passwd', 'scheme'],
    ['https:d', 'url'],
    ['https://user@example.com/', 'userinfo'],
    ['/\\127.0.0.1/', 'characters'],
    ['\\\\127.0.0.1/', 'characters'],
    ['/a\\b', 'characters'],
    ['\\a?b', 'characters'],
    ['https://example.org\\@127.0.0.1/', 'characters'],
    ['https://exam ple.org/', 'characters'],
    ['https://example.org\u3000/', 'characters'],
    ['//example.org /', 'characters'],
    ['/a\tb', 'characters'],
    ['/a\nb', 'characters'],
    ['https:a b', 'url'],
    ['https://caf%E9.example/', 'url'],
    ['//[', 'scheme'],
  ])('refuses %j by the rule %s', (location, rule) => {
    expect(() => readRedirect(location, from)).toThrow(expect.objectContaining({ rule }));
  });

  it('accepts a redirect from http to https', () => {
    const plain = readDestination('http://example.com/');
    expect(readRedirect('https://example.com/', plain).url.protocol).toBe('https:');
  });

  it('accepts a redirect from http to http', () => {
    const plain = readDestination('http://example.com/');
    expect(readRedirect('http://example.org/', plain).url.href).toBe('http://example.org/');
  });
});

const PORTS = [80, 443, 8080, 8443];

describe('checkPublic', () => {
  it('checks the default port of a URL without one', () => {
    const reach = (url: string, ...ports: number[]) => checkPublic(readDestination(url), ports);
    expect(() => reach('https://example.com/', 443)).not.toThrow();
    expect(() => reach('http://example.com/', 80)).not.toThrow();
    expect(() => reach('https://example.com/', 80)).toThrow('port');
    expect(() => reach('http://example.com/', 443, 8080)).toThrow('port');
  });

  it.each([
    ['http://127.0.0.1/', 'address-loopback'],
    ['http://0x7f000001/', 'address-loopback'],
    ['http://①②⑦.⓪.⓪.①/', 'address-loopback'],
    ['http://[::ffff:a9fe:a9fe]/', 'address-embedded-ipv4'],
    ['http://localhost/', 'host-name'],
    ['http://LocalHost./', 'host-name'],
    ['http://ⓛocalhost/', 'host-name'],
    ['http://foo.localhost/', 'host-name'],
    ['http://localhost.localdomain/', 'host-name'],
    ['http://redis/', 'host-name'],
    ['http://redis./', 'host-name'],
    ['http://example.com../', 'host-name'],
    ['http://.example.com/', 'host-name'],
    ['http://metadata.google.internal/', 'host-name'],
    ['http://router.home.arpa/', 'host-name'],
    ['http://example.com:25/', 'port'],
    ['http://example.com:0/', 'port'],
  ])('refuses %s by the rule %s', (written, rule) => {
    expect(() => checkPublic(readDestination(written), PORTS)).toThrow(OutboundRefusedError);
    expect(() => checkPublic(readDestination(written), PORTS)).toThrow(expect.objectContaining({ rule }));
  });

  it.each([
    ...[
      'localhost',
      'localdomain',
      'local',
      'internal',
      'intranet',
      'private',
      'corp',
      'home',
      'lan',
      'onion',
    ],
    'home.arpa',
  ])('refuses every name under %s, which is outside the public DNS', (suffix) => {
    for (const host of [`a.${suffix}`, `a.b.${suffix}.`])
      expect(() => checkPublic(readDestination(`https://${host}/`), PORTS)).toThrow(
        expect.objectContaining({ rule: 'host-name' }),
      );
  });

  it.each([
    'https://example.com/',
    'https://www.example.com./',
    'http://example.com:443/',
    'https://example.com:80/',
    'https://notlocalhost.example.com:8443/',
    'https://corp.com/',
    'https://1.1.1.1:8080/',
    'https://[2606:4700:4700::1111]/',
  ])('accepts %s', (written) => {
    expect(() => checkPublic(readDestination(written), PORTS)).not.toThrow();
  });
});

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('expected it to throw');
}
