import { EventEmitter, once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { isIP } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import { Config } from '../../src/platform/config/config.js';
import { type Network, realNetwork } from '../../src/platform/outbound/guarded-connector.js';
import { OutboundModule } from '../../src/platform/outbound/outbound.module.js';
import { userAgent } from '../../src/platform/outbound/request-headers.js';
import { SafeFetch } from '../../src/platform/outbound/safe-fetch.js';
import { LocalOrigins, answerWith } from '../support/local-origin.js';

const fetcher = () => new SafeFetch(new Config({ FETCH_ALLOW_PRIVATE: 'true' }));

describe('SafeFetch', () => {
  const safeFetch = fetcher();
  const origins = new LocalOrigins();
  const { serve, speak } = origins;

  afterEach(() => origins.close());

  describe('a response', () => {
    it('contains status, headers and body', async () => {
      const { url } = await serve((_, response) => {
        response
          .writeHead(404, { 'content-type': 'text/plain; charset=utf-8', 'x-one': ['a', 'b'] })
          .end('none');
      });
      await expect(safeFetch.fetch(`${url}/a?b=c#d`)).resolves.toMatchObject({
        statusCode: 404,
        finalUrl: `${url}/a?b=c#d`,
        contentType: 'text/plain; charset=utf-8',
        headers: { 'x-one': ['a', 'b'] },
        body: Buffer.from('none'),
        bytes: 4,
      });
    });

    it('may have no type and no body', async () => {
      const { url } = await serve((_, response) => response.writeHead(204).end());
      await expect(safeFetch.fetch(url)).resolves.toMatchObject({
        statusCode: 204,
        contentType: null,
        bytes: 0,
      });
    });

    it('may have a body without a type', async () => {
      const { url } = await serve((_, response) => response.end(Buffer.from([0, 1, 255])));
      const answer = await safeFetch.fetch(url);
      expect(answer).toMatchObject({ contentType: null, body: Buffer.from([0, 1, 255]) });
    });

    it.each([
      ['gzip', gzipSync('hello')],
      ['br', brotliCompressSync('hello')],
      ['deflate', deflateSync('hello')],
      ['deflate', deflateRawSync('hello')],
    ])('is decompressed from %s', async (encoding, body) => {
      const { url } = await serve((_, response) =>
        response.setHeader('content-encoding', encoding).end(body),
      );
      await expect(safeFetch.fetch(url)).resolves.toMatchObject({ body: Buffer.from('hello'), bytes: 5 });
    });

    it('may declare compression and have no body', async () => {
      const { url } = await serve((_, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': 0 }).end();
      });
      await expect(safeFetch.fetch(url)).resolves.toMatchObject({ bytes: 0 });
    });

    it('ends at its Content-Length, whatever follows', async () => {
      const { url } = await speak(answerWith('content-length: 5\r\n\r\nhello, and HTTP/1.1 200 OK\r\n\r\n'));
      await expect(safeFetch.fetch(url)).resolves.toMatchObject({ body: Buffer.from('hello') });
    });

    it('may end with its connection', async () => {
      const { url } = await speak(answerWith('connection: close\r\n\r\nhello', 'end'));
      await expect(safeFetch.fetch(url)).resolves.toMatchObject({ body: Buffer.from('hello') });
    });
  });

  describe('the request', () => {
    it('identifies the service, and reveals nothing else', async () => {
      const { url, port } = await serve((request, response) => response.end(JSON.stringify(request.headers)));
      const { body } = await safeFetch.fetch(url);
      expect(JSON.parse(body.toString())).toEqual({
        host: `127.0.0.1:${port}`,
        connection: 'close',
        'user-agent': userAgent('fetch'),
        accept: '*/*',
        'accept-encoding': 'gzip, deflate, br',
      });
    });

    it('contains the version of the package', () => {
      const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
      expect(userAgent('fetch')).toBe(`Celeriac/${version} (+fetch)`);
    });

    it('ignores the proxy variables of the environment', async () => {
      const proxy = await serve((_, response) => response.end('from the proxy'));
      const { url } = await serve((_, response) => response.end('from the origin'));
      const names = [
        'http_proxy',
        'HTTP_PROXY',
        'https_proxy',
        'HTTPS_PROXY',
        'ALL_PROXY',
        'NODE_USE_ENV_PROXY',
      ];
      const before = { ...process.env };
      names.forEach((name) => (process.env[name] = proxy.url));
      const { body } = await fetcher().fetch(url);
      process.env = before;
      expect([body.toString(), proxy.connections]).toEqual(['from the origin', 0]);
    });

    it.each(['ftp://127.0.0.1/', 'http://user@127.0.0.1/', 'http:127.0.0.1/', 'http://127.0.0.1\\/'])(
      'is refused for %s, even where private addresses are allowed',
      async (url) => {
        await expect(safeFetch.fetch(url)).rejects.toMatchObject({ name: 'OutboundRefusedError' });
      },
    );
  });

  describe('the options', () => {
    it('send a POST with its body and headers', async () => {
      const { url } = await serve((request, response) => {
        request.setEncoding('utf8').on('data', (body: string) => {
          const { headers, method } = request;
          response.end(JSON.stringify({ method, body, one: headers['x-one'], agent: headers['user-agent'] }));
        });
      });
      const headers = { 'X-One': '1', 'User-Agent': 'Mine/1' };
      const { body } = await safeFetch.fetch(url, { method: 'POST', body: '{"a":1}', headers });
      expect(JSON.parse(body.toString())).toEqual({
        method: 'POST',
        body: '{"a":1}',
        one: '1',
        agent: 'Mine/1',
      });
    });

    it.each([301, 302, 303, 307, 308])('never follow a redirect of a POST with status %i', async (status) => {
      const origin = await serve((_, response) => response.writeHead(status, { location: '/end' }).end());
      const refused = safeFetch.fetch(origin.url, { method: 'POST', body: 'secret' });
      await expect(refused).rejects.toMatchObject({ rule: 'redirect-of-post', permanent: true });
      expect(origin.connections).toBe(1);
    });

    it('make a redirect an error if none may be followed', async () => {
      const origin = await serve(redirects({ '/': '/end' }));
      await expect(safeFetch.fetch(origin.url, { maxRedirects: 0 })).rejects.toMatchObject({
        name: 'TooManyRedirectsError',
        limit: 0,
      });
      expect(origin.connections).toBe(1);
    });

    it('of HEAD return headers and no body, whatever length and encoding are declared', async () => {
      const { url } = await serve((_, response) => {
        response.writeHead(200, { 'content-length': 999, 'content-encoding': 'gzip' }).end();
      });
      await expect(safeFetch.fetch(url, { method: 'HEAD' })).resolves.toMatchObject({
        bytes: 0,
        headers: { 'content-length': '999' },
      });
    });

    it('set separate time and size limits', async () => {
      const { url } = await serve(({ url: path }, response) => {
        if (path !== '/never') response.end('123456');
      });
      await expect(safeFetch.fetch(url, { maxBytes: 5 })).rejects.toMatchObject({ limitBytes: 5 });
      await expect(safeFetch.fetch(`${url}/never`, { timeoutMs: 50 })).rejects.toMatchObject({ limitMs: 50 });
    });

    it.each(['Host', 'content-length', 'Transfer-Encoding', 'proxy-authorization', 'accept-encoding'])(
      'cannot set the header %s',
      async (name) => {
        const origin = await serve((_, response) => response.end());
        await expect(safeFetch.fetch(origin.url, { headers: { [name]: '1' } })).rejects.toThrow(TypeError);
        expect(origin.connections).toBe(0);
      },
    );

    it.each(['a\r\nx-evil: 1', 'a\0b'])('cannot inject a header through the value %j', async (value) => {
      const { url } = await serve((_, response) => response.end());
      const failing = safeFetch.fetch(url, { headers: { 'x-one': value } });
      await expect(failing).rejects.toMatchObject({ code: 'ERR_INVALID_CHAR' });
    });

    it('drop all but the harmless headers at another origin, and do not restore them', async () => {
      const seen: unknown[] = [];
      const see: RequestListener = ({ headers }) =>
        void seen.push([headers.authorization, headers['x-key'], headers['accept-language']]);
      const other = await serve((request, response) => {
        see(request, response);
        response.writeHead(302, { location: `${first.url}/back` }).end();
      });
      const first = await serve((request, response) => {
        see(request, response);
        const location = { '/': '/own', '/own': `${other.url}/` }[request.url ?? ''];
        if (location) response.writeHead(302, { location }).end();
        else response.end();
      });
      const headers = { Authorization: 'Bearer secret', 'X-Key': 'k', 'Accept-Language': 'de' };
      await safeFetch.fetch(`${first.url}/`, { headers });
      const all = ['Bearer secret', 'k', 'de'];
      const harmless = [undefined, undefined, 'de'];
      expect(seen).toEqual([all, all, harmless, harmless]);
    });
  });

  describe('a redirect', () => {
    it.each([301, 302, 303, 307, 308])('with status %i is followed', async (status) => {
      const { url } = await serve(({ url: path }, response) => {
        if (path === '/end') response.end('here');
        else response.writeHead(status, { location: '/end' }).end('not here');
      });
      await expect(safeFetch.fetch(url)).resolves.toMatchObject({
        finalUrl: `${url}/end`,
        statusCode: 200,
        body: Buffer.from('here'),
      });
    });

    it('is resolved against its origin', async () => {
      const { url } = await serve(
        redirects({ '/a/b?c': 'd', '/a/d': '../e', '/e': '?f', '/e?f': '//HOST/g' }),
      );
      await expect(safeFetch.fetch(`${url}/a/b?c`)).resolves.toMatchObject({ finalUrl: `${url}/g` });
    });

    it('carries no cookie, no credentials and no referrer to the next hop', async () => {
      const other = await serve((request, response) => response.end(JSON.stringify(request.headers)));
      const { url } = await serve((_, response) => {
        response
          .writeHead(302, {
            location: `${other.url}/`,
            'set-cookie': 'secret=1',
            'www-authenticate': 'Basic',
          })
          .end();
      });
      const { body } = await safeFetch.fetch(url);
      expect(Object.keys(JSON.parse(body.toString()))).toEqual(
        expect.not.arrayContaining(['cookie', 'authorization', 'referer']),
      );
    });

    it('is followed five times, and not a sixth time', async () => {
      const origin = await serve(redirects({ '/1': '/2', '/2': '/3', '/3': '/4', '/4': '/5', '/5': '/6' }));
      await expect(safeFetch.fetch(`${origin.url}/1`)).resolves.toMatchObject({
        finalUrl: `${origin.url}/6`,
      });
      const loop = await serve(redirects({ '/': '/' }));
      await expect(safeFetch.fetch(loop.url)).rejects.toMatchObject({ limit: 5, permanent: true });
      expect(loop.connections).toBe(6);
    });

    it('without a Location is a response', async () => {
      const { url } = await serve((_, response) => response.writeHead(302).end('where?'));
      await expect(safeFetch.fetch(url)).resolves.toMatchObject({ statusCode: 302, bytes: 6 });
    });

    it('with two Locations is refused', async () => {
      const { url } = await speak(
        answerWith('location: /a\r\nlocation: /b\r\ncontent-length: 0\r\n\r\n', 'end', 302),
      );
      await expect(safeFetch.fetch(url)).rejects.toMatchObject({ rule: 'redirect-ambiguous' });
    });

    it.each([
      ['file:///etc/passwd', 'scheme'],
      ['http://user:secret@127.0.0.1/', 'userinfo'],
      ['http:///127.0.0.1/', 'url'],
    ])('to %s is refused', async (location, rule) => {
      const { url } = await serve((_, response) => response.writeHead(302, { location }).end());
      await expect(safeFetch.fetch(url)).rejects.toMatchObject({ rule, permanent: true });
    });

    it('does not wait for the end of its body', async () => {
      const { url } = await serve(({ url: path }, response) => {
        if (path === '/end') response.end();
        else response.writeHead(302, { location: '/end' }).write('and so on');
      });
      await expect(safeFetch.fetch(url)).resolves.toMatchObject({ finalUrl: `${url}/end` });
    });
  });

  describe('a host name', () => {
    it('that resolves to this machine is refused before any connection, even beside a public address', async () => {
      const origin = await serve((_, response) => response.end());
      const guarded = new SafeFetch(new Config({}), answering('127.0.0.1', '93.184.215.14'));
      const refusal = guarded.fetch('http://inside.example.com/');
      await expect(refusal).rejects.toMatchObject({ rule: 'address-loopback', host: 'inside.example.com' });
      await expect(refusal).rejects.toMatchObject({ message: expect.not.stringContaining('127.0.0.1') });
      expect(origin.connections).toBe(0);
    });

    it('with several addresses is tried at each of them', async () => {
      const { port } = await serve((_, response) => response.end('hello'));
      const allowed = new SafeFetch(
        new Config({ FETCH_ALLOW_PRIVATE: 'true' }),
        answering('::1', '127.0.0.1'),
      );
      await expect(allowed.fetch(`http://dual.example.com:${port}/`)).resolves.toMatchObject({ bytes: 5 });
    });
  });

  it('leaves no connection open, and uses a new one for every fetch', async () => {
    const origin = await serve((_, response) => response.end('hello'));
    await Promise.all(Array.from({ length: 20 }, () => safeFetch.fetch(origin.url)));
    await origin.allClosed();
    expect(origin.connections).toBe(20);
  });

  it('is provided by its module, which aborts running fetches at shutdown', async () => {
    const module = await Test.createTestingModule({ imports: [ConfigModule, OutboundModule] })
      .overrideProvider(Config)
      .useValue(new Config({ FETCH_ALLOW_PRIVATE: 'true' }))
      .compile();
    const requests = new EventEmitter();
    const origin = await serve((request) => requests.emit('request', request));
    const asked = once(requests, 'request');
    const running = module.get(SafeFetch).fetch(origin.url);
    const ended = expect(running).rejects.toMatchObject({ name: 'OutboundShutdownError', permanent: false });
    await asked;
    await module.close();
    await ended;
    await origin.allClosed();
  });
});

/** Real sockets, with a resolver that returns the same addresses for every name. */
function answering(...addresses: string[]): Network {
  const answers = addresses.map((address) => ({ address, family: isIP(address) }));
  return { ...realNetwork, resolve: () => Promise.resolve(answers) };
}

/** Redirects each path to its target, in which HOST means the server itself; responds to all others. */
function redirects(targets: Record<string, string>): RequestListener {
  return ({ url = '', headers }, response) => {
    const location = targets[url]?.replace('HOST', headers.host ?? '');
    if (location) response.writeHead(302, { location }).end();
    else response.end('here');
  };
}
