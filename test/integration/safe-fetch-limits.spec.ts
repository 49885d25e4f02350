import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Config } from '../../src/platform/config/config.js';
import { realNetwork } from '../../src/platform/outbound/guarded-connector.js';
import { SafeFetch } from '../../src/platform/outbound/safe-fetch.js';
import { LocalOrigins, answerWith } from '../support/local-origin.js';

const LIMIT_BYTES = 65_536;
const BOMB = Buffer.alloc(20 * 1_048_576);

describe('the limits of SafeFetch', () => {
  const safeFetch = fetcher();
  const origins = new LocalOrigins();
  const { serve, speak } = origins;

  afterEach(() => origins.close());

  it('survive a server that disconnects while its body is being read slowly', async () => {
    const body = Buffer.alloc(600_000, 'x');
    const sent: Promise<void>[] = [];
    const { url } = await serve((_, response) => {
      sent.push(new Promise((resolve) => response.once('finish', resolve)));
      response.writeHead(200, { connection: 'close', 'content-length': body.length }).end(body);
    });
    // Continues reading after everything was sent, so that the end of the connection follows the data directly.
    const slowly = async (chunks: AsyncIterable<Uint8Array>) => {
      let bytes = 0;
      for await (const chunk of chunks) {
        await Promise.all(sent);
        for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
        bytes += chunk.length;
      }
      return bytes;
    };
    for (let i = 0; i < 10; i += 1)
      expect(await safeFetch.stream(url, { maxBytes: body.length }, (answer) => slowly(answer.body))).toBe(
        body.length,
      );
  });

  describe('the size limit', () => {
    const tooLarge = {
      name: 'ResponseTooLargeError',
      part: 'body',
      limitBytes: LIMIT_BYTES,
      permanent: true,
    };

    it.each([
      ['gzip', gzipSync(BOMB)],
      ['br', brotliCompressSync(BOMB)],
      ['deflate', deflateSync(BOMB)],
    ])('stops a bomb of %s', async (encoding, bomb) => {
      const origin = await serve((_, response) => response.setHeader('content-encoding', encoding).end(bomb));
      await expect(safeFetch.fetch(origin.url)).rejects.toMatchObject(tooLarge);
      await origin.allClosed();
    });

    it.each(['chunked', 'compressed'])('stops an endless body that is %s', async (kind) => {
      const origin = await serve((_, response) => {
        if (kind === 'compressed') response.setHeader('content-encoding', 'gzip');
        writeForEver(response, kind === 'compressed' ? gzipSync('') : Buffer.alloc(16_384));
      });
      await expect(safeFetch.fetch(origin.url)).rejects.toMatchObject(tooLarge);
      await origin.allClosed();
    });

    it('stops a body longer than its Content-Length', async () => {
      const origin = await speak((socket) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\ntransfer-encoding: chunked\r\n\r\n');
        socket.write('1000\r\n' + 'a'.repeat(4_096));
      });
      await expect(safeFetch.fetch(origin.url)).rejects.toMatchObject({ name: 'OutboundConnectionError' });
      await origin.allClosed();
    });

    it('stops a huge body, and one that declares to be huge', async () => {
      const { url } = await speak((socket) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 999999999999\r\n\r\n');
        socket.write(BOMB);
      });
      await expect(safeFetch.fetch(url)).rejects.toMatchObject(tooLarge);
    });

    it('applies to an error page', async () => {
      const { url } = await serve((_, response) => response.writeHead(500).end(BOMB));
      await expect(safeFetch.fetch(url)).rejects.toMatchObject(tooLarge);
    });

    it('accepts a body of exactly its size', async () => {
      const { url } = await serve((_, response) => response.end(Buffer.alloc(LIMIT_BYTES)));
      await expect(safeFetch.fetch(url)).resolves.toMatchObject({ bytes: LIMIT_BYTES });
    });

    it('applies to a body in chunks of one byte', async () => {
      const { url } = await speak(
        answerWith(`transfer-encoding: chunked\r\n\r\n${'1\r\na\r\n'.repeat(LIMIT_BYTES)}0\r\n\r\n`),
      );
      await expect(safeFetch.fetch(url)).resolves.toMatchObject({ bytes: LIMIT_BYTES });
    });

    it('stops a header of 30 kB', async () => {
      const { url } = await serve((_, response) => response.setHeader('x-long', 'a'.repeat(30_000)).end());
      await expect(safeFetch.fetch(url)).rejects.toMatchObject({
        ...tooLarge,
        part: 'header',
        limitBytes: 16_384,
      });
    });

    it('refuses an encoding that was not requested', async () => {
      const { url } = await serve((_, response) =>
        response.setHeader('content-encoding', 'gzip, zstd').end('x'),
      );
      await expect(safeFetch.fetch(url)).rejects.toMatchObject({ encoding: 'gzip, zstd', permanent: true });
    });
  });

  describe("the time limit and the caller's signal", () => {
    it('end a wait for the first byte at its own limit, and the rest at the total limit', async () => {
      const origin = await serve(({ url }, response) => {
        if (url === '/slow') response.write('first');
      });
      const options = { firstByteTimeoutMs: 50, timeoutMs: 300 };
      await expect(safeFetch.fetch(origin.url, options)).rejects.toMatchObject({
        name: 'OutboundTimeoutError',
        part: 'first byte',
        limitMs: 50,
        permanent: false,
      });
      await expect(safeFetch.fetch(`${origin.url}/slow`, options)).rejects.toMatchObject({
        part: 'complete response',
        limitMs: 300,
      });
      await origin.allClosed();
    });

    it('end an incomplete connection, such as a TLS handshake without an answer', async () => {
      const origin = await speak(() => undefined);
      const failing = safeFetch.fetch(origin.url.replace('http', 'https'), { connectTimeoutMs: 50 });
      await expect(failing).rejects.toMatchObject({ name: 'OutboundConnectionError', code: 'ETIMEDOUT' });
      await origin.allClosed();
    });

    it('end a fetch without a response', async () => {
      const origin = await serve(() => undefined);
      const impatient = fetcher({ FETCH_TIMEOUT_MS: '50' });
      const timeout = { name: 'OutboundTimeoutError', limitMs: 50, permanent: false };
      await expect(impatient.fetch(origin.url)).rejects.toMatchObject(timeout);
      await origin.allClosed();
    });

    it('end a TLS handshake without an answer', async () => {
      const origin = await speak(() => undefined);
      const impatient = fetcher({ FETCH_TIMEOUT_MS: '50' });
      const url = origin.url.replace('http:', 'https:');
      await expect(impatient.fetch(url)).rejects.toMatchObject({ name: 'OutboundTimeoutError' });
      await origin.allClosed();
    });

    it.each(['', 'gzip'])("end a slow drip of encoding %j, with the caller's reason", async (encoding) => {
      const caller = new AbortController();
      const reason = new Error('revoked');
      const origin = await serve((_, response) => {
        if (encoding) response.setHeader('content-encoding', encoding);
        response.write((encoding ? gzipSync('drip') : Buffer.from('drip')).subarray(0, 10));
        setImmediate(() => caller.abort(reason));
      });
      await expect(safeFetch.fetch(origin.url, { signal: caller.signal })).rejects.toBe(reason);
      await origin.allClosed();
    });

    it('end a body without a length, and do not treat the received part as complete', async () => {
      const origin = await speak(answerWith('\r\ndrip'));
      await expect(safeFetch.fetch(origin.url, { timeoutMs: 100 })).rejects.toMatchObject({
        name: 'OutboundTimeoutError',
        part: 'complete response',
      });
      await origin.allClosed();
    });

    it('end a fetch between two hops', async () => {
      const caller = new AbortController();
      const origin = await serve((_, response) => {
        caller.abort('enough');
        response.writeHead(302, { location: '/' }).end();
      });
      await expect(safeFetch.fetch(origin.url, { signal: caller.signal })).rejects.toBe('enough');
    });

    it('connect to nothing if the caller has aborted before', async () => {
      const origin = await serve((_, response) => response.end());
      await expect(safeFetch.fetch(origin.url, { signal: AbortSignal.abort('no') })).rejects.toBe('no');
      expect(origin.connections).toBe(0);
    });

    it('end a DNS lookup', async () => {
      const caller = new AbortController();
      const resolve = (): Promise<never> => {
        setImmediate(() => caller.abort('no answer wanted'));
        return new Promise(() => undefined);
      };
      const config = new Config({ FETCH_ALLOW_PRIVATE: 'true' });
      const slow = new SafeFetch(config, { ...realNetwork, resolve });
      await expect(slow.fetch('http://example.com/', { signal: caller.signal })).rejects.toBe(
        'no answer wanted',
      );
    });
  });

  describe('a broken connection', () => {
    it('that is refused is an error with its code, and can be retried', async () => {
      const origin = await serve(() => undefined);
      await origin.close();
      const refused = {
        name: 'OutboundConnectionError',
        code: 'ECONNREFUSED',
        host: '127.0.0.1',
        permanent: false,
      };
      await expect(safeFetch.fetch(origin.url)).rejects.toMatchObject(refused);
    });

    it('to an unknown name is an error with its code', async () => {
      const resolve = () => Promise.reject(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }));
      const lost = new SafeFetch(new Config({}), { ...realNetwork, resolve });
      await expect(lost.fetch('https://nowhere.example.com/')).rejects.toMatchObject({
        code: 'ENOTFOUND',
        message: 'The connection to "nowhere.example.com" failed: ENOTFOUND',
      });
    });

    it.each([
      ['before it answers', (socket: Socket) => void socket.resetAndDestroy(), 'ECONNRESET'],
      ['in its header', answerWith('content-length', 'end'), 'ECONNRESET'],
      ['in its body', answerWith('content-length: 100\r\n\r\nhello', 'end'), 'ECONNRESET'],
      ['in its chunks', answerWith('transfer-encoding: chunked\r\n\r\n64\r\nhello', 'end'), 'ECONNRESET'],
      ['in an upgrade', answerWith('upgrade: x\r\nconnection: upgrade\r\n\r\n', 'stay', 101), 'EPROTO'],
      ['with what is not HTTP', (socket: Socket) => void socket.end('SSH-2.0-OpenSSH_9.2\r\n'), 'EPROTO'],
    ])('that ends %s is an error', async (_, speech, code) => {
      const { url } = await speak(speech);
      const broken = safeFetch.fetch(url);
      await expect(broken).rejects.toMatchObject({ name: 'OutboundConnectionError', permanent: false });
      await expect(broken).rejects.toMatchObject({ code });
      await expect(broken).rejects.not.toMatchObject({ message: expect.stringContaining('SSH') });
    });

    it('that breaks in a body without a length is an error', async () => {
      let peer: Socket | undefined;
      const { url } = await speak((socket) => answerWith('\r\nhello')((peer = socket)));
      const broken = safeFetch.stream(url, {}, async ({ body }) => {
        for await (const _chunk of body) peer?.resetAndDestroy();
      });
      await expect(broken).rejects.toMatchObject({ name: 'OutboundConnectionError', code: 'ECONNRESET' });
    });

    it.each([
      ['gzip', gzipSync('hello').subarray(0, 15), 'Z_BUF_ERROR'],
      ['gzip', Buffer.from('hello'), 'Z_DATA_ERROR'],
    ])('without a valid %s is an error', async (encoding, body, code) => {
      const { url } = await serve((_, response) =>
        response.setHeader('content-encoding', encoding).end(body),
      );
      await expect(safeFetch.fetch(url)).rejects.toMatchObject({ name: 'OutboundConnectionError', code });
    });
  });
});

function fetcher(environment: Record<string, string> = {}): SafeFetch {
  const defaults = { FETCH_ALLOW_PRIVATE: 'true', FETCH_MAX_BYTES: String(LIMIT_BYTES) };
  return new SafeFetch(new Config({ ...defaults, ...environment }));
}

function writeForEver(response: ServerResponse, piece: Buffer): void {
  const writeMore = (): void => {
    while (!response.destroyed && response.write(piece));
  };
  response.on('drain', writeMore);
  writeMore();
}
