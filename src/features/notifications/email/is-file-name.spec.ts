import { describe, expect, it } from '@jest/globals';
import { cpuMsOf } from '../../../../test/support/cpu-time.js';
import { fileNameFrom, isFileName } from './is-file-name.js';

describe('fileNameFrom', () => {
  it.each([
    ['report.pdf', 'report.pdf'],
    [' ..report.pdf. . ', 'report.pdf'],
    ['a/b\\c:d*e?f"g<h>i|j', 'a_b_c_d_e_f_g_h_i_j'],
    ['in\u202evoice.pdf', 'in_voice.pdf'],
    ['a\r\nb.txt', 'ab.txt'],
    ['Übersicht 日本.txt', 'Übersicht 日本.txt'],
    [`${'x'.repeat(200)}.txt`, `${'x'.repeat(146)}.txt`],
    [`${'x'.repeat(100)}${'. '.repeat(40)}${'y'.repeat(100)}`, 'y'.repeat(100)],
  ])('converts %j to %j', (text, name) => {
    expect(fileNameFrom(text)).toBe(name);
    expect(isFileName(name)).toBe(true);
  });

  it.each(['', '.', ' . . ', '\r\n', '.'.repeat(16_000)])('returns undefined for %.20j', (text) => {
    expect(fileNameFrom(text)).toBeUndefined();
  });

  it.each([
    ['dots', `a${'.'.repeat(16_000)}b`],
    ['white space', `a${' '.repeat(16_000)}b`],
    ['both, again and again', ' .x'.repeat(5_000)],
    ['unsafe characters', '<'.repeat(16_000)],
  ])('takes little time for 16,000 characters: %s', (_what, text) => {
    expect(cpuMsOf(() => fileNameFrom(text))).toBeLessThan(100);
  });
});
