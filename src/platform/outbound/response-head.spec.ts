import { describe, expect, it } from '@jest/globals';
import { ResponseHead, brokenHeader } from './response-head.js';

const START = 'HTTP/1.1 200 OK\r\n';

/** The parsed result of a response split into pieces of every size. */
function passedOn(response: string, limitBytes = 1_000): string[] {
  return [1, 2, 7, response.length].map((size) => {
    const head = new ResponseHead(limitBytes);
    let passed = '';
    for (let at = 0; at < response.length; at += size)
      passed += head.read(Buffer.from(response.slice(at, at + size), 'latin1')).toString('latin1');
    return passed + head.rest().toString('latin1');
  });
}

const normal = (text: string) => text.replaceAll(/ {2,}/g, ' ');

describe('ResponseHead', () => {
  it.each([
    ['X: one\r\n two\r\n', 'X: one two\r\n'],
    ['X: one\r\n\ttwo\r\n   three\r\nY: 1\r\n', 'X: one \ttwo three\r\nY: 1\r\n'],
    ['X:\r\n one\r\n \r\n', 'X: one \r\n'],
    ['Content-Length:\r\n 5\r\n', 'Content-Length: 5\r\n'],
    ['Content-Length: 5, 5\r\n', 'Content-Length: 5\r\n'],
    ['Content-Length: 5\r\nX: 1\r\ncontent-length: 5,\r\n 5\r\n', 'X: 1\r\nContent-Length: 5\r\n'],
  ])('converts %j to %j', (headers, repaired) => {
    for (const passed of passedOn(`${START}${headers}\r\nhello\r\n\r\nX: 1\r\n 2`))
      expect(normal(passed)).toBe(`${START}${repaired}\r\nhello\r\n\r\nX: 1\r\n 2`);
  });

  it.each([
    ['X: one\r\nContent-Length: 5\r\n'],
    ['Content-Length: 5, 6\r\n'],
    ['Content-Length: 5\r\nContent-Length: 6\r\n'],
    ['Content-Length: 5, 05\r\n'],
    ['Content-Length: +5, +5\r\n'],
    ['Content-Length: ,\r\n'],
    ['Content-Length: 5\r\nTransfer-Encoding: chunked\r\n'],
    [' folded before any header\r\nX: 1\r\n'],
    ['caf\xe9: \xff\r\n'],
  ])('passes %j through unchanged', (headers) => {
    const response = `${START}${headers}\r\n\x00\xff\r\n two`;
    for (const passed of passedOn(response)) expect(passed).toBe(response);
  });

  it('reads the heads of interim responses', () => {
    const early = 'HTTP/1.1 103 Early\r\nLink: a\r\n b\r\n\r\n';
    for (const passed of passedOn(`${early}${START}X: a\r\n b\r\n\r\nhello`))
      expect(normal(passed)).toBe(`HTTP/1.1 103 Early\r\nLink: a b\r\n\r\n${START}X: a b\r\n\r\nhello`);
  });

  it('passes through an endless or truncated head', () => {
    const endless = `${START}X: ${'a'.repeat(2_000)}`;
    for (const passed of passedOn(endless)) expect(passed).toBe(endless);
    for (const passed of passedOn('HTTP/1.1 2')) expect(passed).toBe('HTTP/1.1 2');
  });
});

describe('brokenHeader', () => {
  it.each([
    ['X-Note: a\x01b', 'X-Note'],
    ['X-Note : a', 'X-Note'],
    ['X: 1\r\nX-Note: \x7f', 'X-Note'],
    ['X: 1', undefined],
    [': a', undefined],
    ['a b', undefined],
    [`${'a'.repeat(65)}: \x01`, undefined],
  ])('of %j is %s', (headers, name) => {
    expect(brokenHeader(`${START}${headers}\r\n\r\n`)).toBe(name);
  });
});
