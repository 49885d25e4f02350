import { describe, expect, it } from '@jest/globals';
import { headerText, locationText } from './header-text.js';

/** UTF-8 text of a server as decoded by node:http. */
const utf8 = (text: string) => Buffer.from(text).toString('latin1');

describe('headerText', () => {
  it.each([
    ['plain', 'attachment; filename="a.txt"', 'attachment; filename="a.txt"'],
    ['UTF-8', utf8('filename="Übersicht 日本 😀.txt"'), 'filename="Übersicht 日本 😀.txt"'],
    ['Latin-1', 'filename="\xdcbersicht.txt"', 'filename="Übersicht.txt"'],
    ['Windows-1252', '\x93a\x94', '“a”'],
    ['half a character of UTF-8', 'a\xc3', 'aÃ'],
    ['an extended parameter (RFC 8187)', "filename*=UTF-8''%C3%9C.txt", "filename*=UTF-8''%C3%9C.txt"],
    ['an encoded word', '=?UTF-8?Q?=C3=9C?=', '=?UTF-8?Q?=C3=9C?='],
  ])('reads %s', (_what, value, text) => {
    expect(headerText(value)).toBe(text);
  });
});

describe('locationText', () => {
  it.each([
    ['UTF-8', utf8('/café?q=日本'), '/café?q=日本'],
    ['bytes that are not UTF-8', '/caf\xe9/\x80\xff', '/caf%E9/%80%FF'],
    ['both', `/${utf8('é')}\xe9`, '/%C3%A9%E9'],
    ['what is encoded already', '/caf%C3%A9', '/caf%C3%A9'],
  ])('reads %s', (_what, value, text) => {
    expect(locationText(value)).toBe(text);
  });
});
