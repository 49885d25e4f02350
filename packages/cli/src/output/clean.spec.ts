import { describe, expect, it } from '@jest/globals';
import { cleanText, oneLine } from './clean.js';

describe('cleanText', () => {
  it.each([
    ['colours', '\x1b[31mred\x1b[0m', 'red'],
    ['a sequence that clears the screen', '\x1b[2Jx', 'x'],
    ['the title of the window', '\x1b]0;owned\x07x', '\ufffd]0;owned\ufffdx'],
    ['an 8-bit sequence', '\x9b2Jx', '\ufffd2Jx'],
    ['a carriage return that overwrites a line', 'failed\rok', 'failed\ufffdok'],
    ['a lone ESC at the end', 'x\x1b', 'x\ufffd'],
    ['reversed text', 'a\u202eb', 'a\ufffdb'],
    ['DEL and NUL', '\x7f\0', '\ufffd\ufffd'],
  ])('removes %s', (_, hostile, harmless) => {
    expect(cleanText(hostile)).toBe(harmless);
  });

  it('keeps lines, tabs and letters of all languages', () => {
    expect(cleanText('a\tb\r\nc\n日本 é 😀')).toBe('a\tb\nc\n日本 é 😀');
  });

  it('is linear in hostile text', () => {
    expect(cleanText('\x1b[0'.repeat(100_000))).toHaveLength(300_000);
  });
});

describe('oneLine', () => {
  it('has a space for each line end and tab', () => {
    expect(oneLine('a\nb\tc')).toBe('a b c');
  });
});
