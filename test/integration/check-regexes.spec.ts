import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const SCRIPT = 'scripts/check-regexes.mjs';

describe('the check of regular expressions in npm run lint', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'regexes-'));
  });

  afterAll(() => rm(folder, { recursive: true }));

  async function check(code: string): Promise<{ isGood: boolean; said: string }> {
    await writeFile(join(folder, 'code.ts'), code);
    return new Promise((resolve) => {
      execFile(process.execPath, [SCRIPT, folder], (error, stdout, stderr) => {
        resolve({ isGood: error === null, said: `${stdout}${stderr}` });
      });
    });
  }

  it('accepts expressions that take linear time', async () => {
    expect(
      await check('const A = String.raw`\\d`;\nconst a = /^[a-z]+$/;\nconst b = new RegExp(`${A}x`);'),
    ).toEqual({
      isGood: true,
      said: '2 regular expressions take time in proportion to a text\n',
    });
  }, 60_000);

  it.each([
    ['a literal', '\nconst a = /(a+)+$/;', /code\.ts:2 .*\n.*exponential.*more than a second.*repeat/],
    [
      'one of String.raw',
      'const a = new RegExp(String.raw`^[.\\s]+|[.\\s]+$`, "g");',
      /code\.ts:1 .*\n.*2nd degree/,
    ],
    [
      'one made of constants',
      'const S = "\\\\s*";\nconst a = RegExp(`^${S}${S}x$`);',
      /code\.ts:2 .*\n.*degree/,
    ],
    [
      'one that is only known when it runs',
      'const a = (b) => new RegExp(b);',
      /code\.ts:1 .*\n.*only known when it runs/,
    ],
  ])(
    'fails for %s, with the location and the attack',
    async (_what, code, expected) => {
      const { isGood, said } = await check(code);
      expect(isGood).toBe(false);
      expect(said).toMatch(expected);
    },
    60_000,
  );
});
