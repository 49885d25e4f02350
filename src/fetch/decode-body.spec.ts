import { describe, expect, it } from '@jest/globals';
import { decodeBody } from './decode-body.js';

describe('decodeBody', () => {
  it.each([
    ['application/json', '{"a":1}', { a: 1 }],
    ['application/problem+json; charset=utf-8', '{"a":1}', { a: 1 }],
    ['application/json', 'not json', 'not json'],
    ['text/plain', 'grüße', 'grüße'],
    ['TEXT/HTML; charset="UTF-8"', '<p>', '<p>'],
    ['application/xml', '<a/>', '<a/>'],
    ['text/plain; charset=no-such-charset', 'ü', 'ü'],
    ['image/png', 'PNG', 'UE5H'],
    [null, 'PNG', 'UE5H'],
  ])('gives a body of type %s', (type, body, expected) => {
    expect(decodeBody(Buffer.from(body), type)).toEqual(expected);
  });

  it('decodes text by its charset', () => {
    expect(decodeBody(Buffer.from([0xfc]), 'text/plain; charset=iso-8859-1')).toBe('ü');
  });
});
