import { describe, expect, it } from '@jest/globals';
import { placeOf, syntaxErrorOf } from './json-places.js';

const TEXT = `{
  "name": "a\\"b}",
  "steps": { "x/y": { "task": "math.divide", "each": [1, [2, 3], {"n": true}], "payload": {} } }
}`;

describe('the place of a value in a JSON text', () => {
  it.each([
    ['', TEXT],
    ['/name', '"a\\"b}"'],
    ['/steps/x~1y/task', '"math.divide"'],
    ['/steps/x~1y/each', '[1, [2, 3], {"n": true}]'],
    ['/steps/x~1y/each/0', '1'],
    ['/steps/x~1y/each/1/1', '3'],
    ['/steps/x~1y/each/2/n', 'true'],
    ['/steps/x~1y/payload', '{}'],
    ['/steps/x~1y/payload/n', '{}'],
    ['/name/inside', '"a\\"b}"'],
  ])('%p is found', (pointer, value) => {
    const place = placeOf(TEXT, pointer);
    expect(TEXT.slice(place?.from, place?.to)).toBe(value);
  });

  it('is not searched in what is no JSON', () => {
    expect(placeOf('{"a": ', '/a')).toBeUndefined();
  });
});

it('names the line of a mistake', () => {
  expect(syntaxErrorOf('{}')).toBeUndefined();
  expect(syntaxErrorOf('{\n "a": 1,\n}')).toContain('line 3');
});
