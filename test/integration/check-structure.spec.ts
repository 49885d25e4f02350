import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const SCRIPT = 'scripts/check-structure.mjs';

describe('the check of the structure in npm run lint', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'structure-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  async function check(files: Record<string, string>): Promise<{ isGood: boolean; printed: string }> {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    return new Promise((resolve) => {
      execFile(process.execPath, [SCRIPT, folder], (error, stdout, stderr) => {
        resolve({ isGood: error === null, printed: `${stdout}${stderr}` });
      });
    });
  }

  it('accepts files that import each other in one direction', async () => {
    expect(
      await check({
        'a.ts': "import './b/b.js';",
        'b/b.ts': "import type { C } from '../c.js';",
        'c.ts': '',
      }),
    ).toEqual({
      isGood: true,
      printed: '3 files import each other without a cycle\n',
    });
  });

  it.each([
    ['an import', "import './a.js';"],
    ['an import of a type', "import type { A } from './a.js';"],
    ['a named import of a type', "import { type A } from './a.js';"],
    ['an export', "export { A } from './a.js';"],
    ['a dynamic import', "export const load = () => import('./a.js');"],
    ['the type of an import', "export type A = import('./a.js').A;"],
  ])('fails for a cycle closed by %s', async (_what, code) => {
    const { isGood, printed } = await check({ 'a.ts': "import './b.js';", 'b.ts': code });
    expect(isGood).toBe(false);
    expect(printed).toContain('a.ts -> b.ts -> a.ts\n  is a cycle');
  });

  it('fails for more than 20 source files in a folder, not counting specs', async () => {
    const twenty = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`room/${i}.ts`, '']));
    const spec = { 'room/1.spec.ts': '', 'room/inner/1.ts': '' };
    expect((await check({ ...twenty, ...spec })).isGood).toBe(true);
    const { isGood, printed } = await check({ 'room/20.ts': '' });
    expect(isGood).toBe(false);
    expect(printed).toContain('room has 21 source files, at most 20 are allowed');
  });
});
