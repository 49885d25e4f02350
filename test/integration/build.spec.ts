import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const run = promisify(execFile);

describe('npm run build', () => {
  let project: string;

  /** A project of three small files in a path with a space. */
  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), 'celeriac build '));
    for (const folder of ['scripts', 'src']) mkdirSync(join(project, folder));
    for (const file of ['scripts/build.mjs', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'])
      cpSync(file, join(project, file));
    symlinkSync(resolve('node_modules'), join(project, 'node_modules'));
    write('package.json', '{ "type": "module" }');
    write('src/entry.ts', "export { one } from './one.js';");
    write('src/one.ts', 'export const one: number = 1;');
    write('src/other.ts', 'export const other: number = 2;');
  });

  afterEach(() => rmSync(project, { recursive: true }));

  const write = (file: string, text: string) => writeFileSync(join(project, file), text);
  const dist = (file: string) => join(project, 'dist', file);
  const build = () => run(process.execPath, [join(project, 'scripts/build.mjs')]);

  /** Runs a script that imports build.mjs. @returns its output */
  async function runScript(text: string): Promise<string> {
    write('scripts/script.mjs', text);
    return (await run(process.execPath, [join(project, 'scripts/script.mjs')])).stdout.trim();
  }

  it('does nothing without a change, and removes files that are no longer in src', async () => {
    await build();
    expect(readFileSync(dist('one.js'), 'utf8')).toContain('export const one = 1');
    const first = statSync(join(project, 'dist'));
    write('src/one.ts', 'export const one: number = 1;');
    await build();
    expect(statSync(join(project, 'dist')).ino).toBe(first.ino);
    rmSync(join(project, 'src/other.ts'));
    await build();
    expect(existsSync(dist('one.js'))).toBe(true);
    expect(existsSync(dist('other.js'))).toBe(false);
  });

  it('keeps dist unchanged until the new build is complete, and if the sources do not parse', async () => {
    await build();
    const before = readFileSync(dist('one.js'), 'utf8');
    write('src/one.ts', 'export const one: number = 11;');
    const during = await runScript(`
      import { existsSync, readFileSync } from 'node:fs';
      import { build } from './build.mjs';
      const dist = new URL('../dist/', import.meta.url);
      await build('entry.ts', async (entry) => {
        const { one } = await import(entry);
        const old = readFileSync(new URL('one.js', dist), 'utf8').includes('one = 1;');
        console.log(one, old, existsSync(entry.replace('entry', 'other')));
      });`);
    expect(during).toBe('11 true false');
    expect(readFileSync(dist('one.js'), 'utf8')).not.toBe(before);
    write('src/one.ts', 'export const one: number = ;');
    await expect(build()).rejects.toMatchObject({
      stderr: expect.stringContaining('src/one.ts(1,28): error'),
    });
    expect(readFileSync(dist('one.js'), 'utf8')).toContain('one = 11');
    expect(readdirSync(project).filter((name) => name.startsWith('.dist-'))).toEqual([]);
  });

  it('keeps dist if the check of the first file fails', async () => {
    await build();
    write('src/one.ts', 'export const one: number = 3;');
    const said = await runScript(`
      import { build, isBuilt } from './build.mjs';
      await build('entry.ts', () => Promise.reject(new Error('port 1 is taken'))).catch((error) => console.log(error.message));
      console.log(isBuilt());`);
    expect(said).toBe('port 1 is taken\nfalse');
    expect(readFileSync(dist('one.js'), 'utf8')).toContain('one = 1;');
  });

  it('removes what a killed build left behind, and does not disturb a running one', async () => {
    const leftBy = (pid: number) => join(project, `.dist-${pid}`);
    const gone = run(process.execPath, ['-e', '']);
    await gone;
    mkdirSync(leftBy(gone.child.pid ?? 0));
    mkdirSync(leftBy(process.pid));
    await build();
    expect(readdirSync(project).filter((name) => name.startsWith('.dist-'))).toEqual([
      `.dist-${process.pid}`,
    ]);
  });
});
