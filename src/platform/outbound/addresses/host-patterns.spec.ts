import { describe, expect, it } from '@jest/globals';
import { isAmong } from './host-patterns.js';

describe('host patterns', () => {
  it.each([
    [[], 'example.com', false],
    [['example.com'], 'example.com', true],
    [['example.com'], 'a.example.com', false],
    [['example.com'], 'example.com.evil.net', false],
    [['*.example.com'], 'a.b.example.com', true],
    [['*.example.com'], 'example.com', false],
    [['*.example.com'], 'evilexample.com', false],
    [['one.net', '*'], 'example.com', true],
    [['[::1]'], '[::1]', true],
  ])('%j matching %s: %s', (patterns, host, expected) => {
    expect(isAmong(patterns, host)).toBe(expected);
  });
});
