import { describe, expect, it } from '@jest/globals';
import { pathOfPointer, pointerOf, valueAt } from './json-pointer.js';

/** The document of RFC 6901, section 5. */
const DOCUMENT: unknown = JSON.parse(
  String.raw`{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8}`,
);

describe('a JSON pointer', () => {
  it.each([
    ['', DOCUMENT],
    ['/foo', ['bar', 'baz']],
    ['/foo/0', 'bar'],
    ['/', 0],
    ['/a~1b', 1],
    ['/c%d', 2],
    ['/e^f', 3],
    ['/g|h', 4],
    ['/i\\j', 5],
    ['/k"l', 6],
    ['/ ', 7],
    ['/m~0n', 8],
  ])('%j finds what RFC 6901 says', (pointer, value) => {
    expect(valueAt(DOCUMENT, pointer)).toEqual(value);
  });

  it.each(['/foo/2', '/foo/00', '/foo/01', '/foo/-', '/foo/-1', '/foo/1.0', '/foo/ 1', '/foo/length'])(
    '%j finds nothing in a list',
    (pointer) => expect(valueAt(DOCUMENT, pointer)).toBeUndefined(),
  );

  it.each(['/bar', '/foo/0/0', '/foo/0/length', '/toString', '/__proto__', '/constructor/prototype'])(
    '%j finds nothing that is inherited or not there',
    (pointer) => expect(valueAt(DOCUMENT, pointer)).toBeUndefined(),
  );

  it('finds an own member of any name', () => {
    expect(valueAt(JSON.parse('{"__proto__":{"constructor":1}}'), '/__proto__/constructor')).toBe(1);
    expect(valueAt({ a: null }, '/a')).toBeNull();
    expect(valueAt(null, '')).toBeNull();
  });

  it.each(['foo', ' /foo', '#/foo', '/~', '/~2', '/a~'])('cannot be %j', (text) => {
    expect(pathOfPointer(text)).toBeUndefined();
    expect(valueAt(DOCUMENT, text)).toBeUndefined();
  });

  it('unescapes ~1 before ~0', () => {
    expect(pathOfPointer('/~01')).toEqual(['~1']);
    expect(pointerOf(['~1'])).toBe('/~01');
  });

  it('names its path again', () => {
    for (const path of [[], [''], ['', ''], ['a/b', '~', '~0', '~1', '/~/'], ['0', '-']])
      expect(pathOfPointer(pointerOf(path))).toEqual(path);
  });
});
