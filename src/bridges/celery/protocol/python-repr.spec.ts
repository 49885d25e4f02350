import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pythonReprs } from '../../../../test/support/celery-vectors.js';
import { itWith } from '../../../../test/support/needs.js';
import { pythonRepr, pythonReprOfArgs, pythonReprOfError } from './python-repr.js';

const PYTHON = '/usr/bin/python3';
const hasPython = spawnSync(PYTHON, ['-V']).status === 0;
const REPRS = 'import json, sys; print(json.dumps([repr(value) for value in json.load(sys.stdin)]))';

describe('pythonRepr', () => {
  it.each(pythonReprs)('shows %j as Python does', (value, repr) => {
    expect(pythonRepr(value)).toBe(repr);
  });

  it('shows args as a tuple', () => {
    expect(pythonReprOfArgs([])).toBe('()');
    expect(pythonReprOfArgs([1])).toBe('(1,)');
    expect(pythonReprOfArgs([1, 'a'])).toBe("(1, 'a')");
  });

  it('shows an error as its constructor', () => {
    expect(pythonReprOfError({ type: 'ZeroDivisionError', args: ['division by zero'] })).toBe(
      "ZeroDivisionError('division by zero')",
    );
    expect(pythonReprOfError({ type: 'PyError', args: ['no', 42] })).toBe("PyError('no', 42)");
  });

  it('cuts what is long, and never through a character', () => {
    expect(pythonRepr('a'.repeat(2_000))).toBe(`'${'a'.repeat(1_020)}...`);
    expect(pythonRepr('a'.repeat(1_022))).toHaveLength(1_024);
    expect(pythonRepr('😀'.repeat(20), 20)).toBe(`'${'😀'.repeat(8)}...`);
    expect(pythonRepr(Array(100_000).fill({ a: [] }), 30)).toBe("[{'a': []}, {'a': []}, {'a'...");
  });

  itWith(hasPython ? undefined : 'No Python: apt-get install python3')(
    'shows any JSON as Python does',
    () => {
      // Characters that are assigned in both Unicode versions; whole numbers as JSON writes them.
      const text = fc.string({ unit: 'grapheme-ascii', maxLength: 20 });
      const codes = fc.string({
        unit: fc.integer({ min: 0, max: 0x24f }).map((code) => String.fromCodePoint(code)),
      });
      const json = fc.jsonValue({ stringUnit: 'grapheme-ascii' });
      const values = fc.sample(
        fc.oneof(json, text, codes, fc.double({ noNaN: true, noDefaultInfinity: true })),
        500,
      );
      const shown = values.map((value) => JSON.parse(JSON.stringify(value)) as unknown);
      const { stdout } = spawnSync(PYTHON, ['-c', REPRS], { input: JSON.stringify(shown), encoding: 'utf8' });
      expect(shown.map((value) => pythonRepr(value, 100_000))).toEqual(JSON.parse(stdout));
    },
  );
});
