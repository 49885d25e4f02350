import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type FetchStand, startFetchStand } from '../support/fetch-stand.js';

const TEXT = 'Content-Type: text/plain\r\n';
const gzip = gzipSync('hello');
const latin1 = (bytes: Buffer) => bytes.toString('latin1');
const utf8 = (text: string) => latin1(Buffer.from(text));
const chunk = (body: Buffer) => `${body.length.toString(16)}\r\n${latin1(body)}\r\n0\r\n\r\n`;
const redirect = (location: string) =>
  `HTTP/1.1 302 Found\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`;
const ok = (headers: string, body = 'hello') => `HTTP/1.1 200 OK\r\n${headers}\r\n${body}`;

describe('fetch.store with an unusual response', () => {
  let stand: FetchStand;

  beforeAll(async () => {
    stand = await startFetchStand({ FETCH_TIMEOUT_MS: '5000' });
  });
  afterEach(() => stand.closeOrigins());
  afterAll(() => stand.stop());

  /** A server that sends these bytes (as Latin-1) at /, and the requested path elsewhere. */
  async function answering(response: string) {
    const { url } = await stand.speak((socket) => {
      socket.once('data', (request) => {
        const [, path = ''] = request.toString('latin1').split(' ');
        socket.end(path === '/' ? Buffer.from(response, 'latin1') : ok(TEXT, `saw ${path}`));
      });
    });
    return stand.run({ url: `${url}/`, cache_ttl_ms: 0 }, { attempts: 1 });
  }

  it.each([
    ['UTF-8', utf8('/café/à-日本'), '/caf%C3%A9/%C3%A0-%E6%97%A5%E6%9C%AC'],
    ['UTF-8 in its query', utf8('/?q=né'), '/?q=n%C3%A9'],
    ['Latin-1', '/caf\xe9', '/caf%E9'],
    ['spaces', '/a b?c d', '/a%20b?c%20d'],
    ['a fragment', utf8('/a#é b'), '/a'],
    ['a relative path', utf8('é/../ö'), '/%C3%B6'],
    ['a backslash in its query', '/a?b\\c', '/a?b%5Cc'],
  ])('follows a Location with %s', async (_what, location, path) => {
    expect((await answering(redirect(location))).result.data).toBe(`saw ${path}`);
  });

  it.each([
    ['UTF-8', `attachment; filename="${utf8('Übersicht.txt')}"`, 'attachment; filename="Übersicht.txt"'],
    ['Latin-1', 'attachment; filename="\xdcbersicht.txt"', 'attachment; filename="Übersicht.txt"'],
    [
      'an extended parameter',
      "attachment; filename*=UTF-8''%C3%9C.txt",
      "attachment; filename*=UTF-8''%C3%9C.txt",
    ],
  ])('returns a Content-Disposition in %s', async (_what, header, shown) => {
    const { result } = await answering(ok(`${TEXT}Content-Disposition: ${header}\r\n`));
    expect(result.headers).toEqual({ 'content-disposition': shown });
  });

  it('returns a Content-Type in UTF-8', async () => {
    const { result } = await answering(ok(`Content-Type: text/plain; name="${utf8('ä.txt')}"\r\n`));
    expect(result).toMatchObject({ content_type: 'text/plain; name="ä.txt"', data: 'hello' });
  });

  it.each([
    ['Transfer-Encoding: gzip, chunked', ok(`${TEXT}Transfer-Encoding: gzip, chunked\r\n`, chunk(gzip))],
    ['Transfer-Encoding: gzip', ok(`${TEXT}Transfer-Encoding: gzip\r\n`, latin1(gzip))],
    ['Content-Encoding: utf-8', ok(`${TEXT}Content-Encoding: utf-8\r\nContent-Length: 5\r\n`)],
    ['Content-Encoding: none', ok(`${TEXT}Content-Encoding: none\r\nContent-Length: 5\r\n`)],
    [
      'two encodings',
      ok(`${TEXT}Content-Encoding: deflate, gzip\r\n`, latin1(gzipSync(deflateSync('hello')))),
    ],
    ['a line end behind gzip', ok(`${TEXT}Content-Encoding: gzip\r\n`, `${latin1(gzip)}\r\n`)],
    [
      'a comment behind br',
      ok(`${TEXT}Content-Encoding: br\r\n`, `${latin1(brotliCompressSync('hello'))}<!-- -->`),
    ],
    ['a folded header', ok(`${TEXT}X-Note: one\r\n two\r\nContent-Length: 5\r\n`)],
    ['a folded Content-Type', ok('Content-Type: text/plain;\r\n charset=utf-8\r\nContent-Length: 5\r\n')],
    ['Content-Length: 5, 5', ok(`${TEXT}Content-Length: 5, 5\r\n`)],
    ['Content-Length twice', ok(`${TEXT}Content-Length: 5\r\nContent-Length: 5\r\n`)],
    ['a folded interim answer', `HTTP/1.1 103 Early Hints\r\nLink: </a>;\r\n rel=x\r\n\r\n${ok(TEXT)}`],
  ])('reads a body with %s', async (_what, response) => {
    expect(await answering(response)).toMatchObject({ status: 'SUCCESS', result: { data: 'hello' } });
  });

  it('reads a folded Content-Type with its charset', async () => {
    const { result } = await answering(
      ok('Content-Type: text/plain;\r\n charset=iso-8859-1\r\nContent-Length: 4\r\n', 'caf\xe9'),
    );
    expect(result.data).toBe('café');
  });

  it.each([
    ['Content-Length', `${TEXT}Content-Length: 5, 6\r\n`],
    ['Content-Length', `${TEXT}Content-Length: 5\r\nContent-Length: 6\r\n`],
    ['Content-Length', `${TEXT}Content-Length: five\r\n`],
    ['Transfer-Encoding', `${TEXT}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n`],
    ['Transfer-Encoding', `${TEXT}Content-Length: 5\r\nTransfer-Encoding:\r\n chunked\r\n`],
    ['Transfer-Encoding', `${TEXT}Transfer-Encoding: chunked\r\n`],
    ['Transfer-Encoding', `${TEXT}Transfer-Encoding: chunked, gzip\r\n`],
    ['Content-Encoding', `${TEXT}Content-Encoding: zstd\r\n`],
    ['X-Note', `${TEXT}X-Note: a\x01b\r\n`],
    ['X-Note', `${TEXT}X-Note : a\r\n`],
  ])('fails and names the invalid header %s: %j', async (name, headers) => {
    const { status, error } = await answering(ok(headers));
    expect(status).toBe('FAILURE');
    expect(error.message).toContain(name);
  });

  it('decodes a page by its declared charset, ignoring comments', async () => {
    const page = `<!-- <meta charset="windows-1251"> --><meta charset="utf-8">${utf8('é')}`;
    expect((await answering(ok('Content-Type: text/html\r\n', page))).result.data).toContain('é');
  });
});
