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
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const run = promisify(execFile);

describe('npm run build', () => {
  let project: string;

  /** A project of three small files in a path with a space. */
  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), 'celeriac build '));
    for (const folder of ['scripts', 'src']) mkdirSync(join(project, folder));
    for (const file of ['scripts/build.mjs', 'scripts/bundle.mjs', 'package-lock.json'])
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
    write('src/one.ts', 'export const one: number = 11;');
    const during = await runScript(`
      import { readFileSync } from 'node:fs';
      import { build } from './build.mjs';
      const one = () => readFileSync(new URL('../dist/one.js', import.meta.url), 'utf8').split(';')[0];
      const building = build();
      const before = one();
      await building;
      console.log(before, one());`);
    expect(during).toBe('export const one = 1 export const one = 11');
    write('src/one.ts', 'export const one: number = ;');
    await expect(build()).rejects.toMatchObject({ stderr: expect.stringContaining('src/one.ts:1:28') });
    expect(readFileSync(dist('one.js'), 'utf8')).toContain('one = 11');
    expect(readdirSync(project).filter((name) => name.startsWith('.dist-'))).toEqual([]);
  });

  it('compiles decorators with the types that they read, and source maps', async () => {
    write(
      'src/one.ts',
      "import { Body } from './other.js';\nexport class One {\n  @mark() body: Body;\n}\nfunction mark() { return () => undefined; }",
    );
    mkdirSync(join(project, 'src/below'));
    write('src/below/two.ts', '@(() => undefined)\nexport class Two {}');
    write('src/other.ts', 'export class Body {}');
    await build();
    const read = await runScript(`
      import 'reflect-metadata';
      import { Two } from '../dist/below/two.js';
      import { One } from '../dist/one.js';
      import { Body } from '../dist/other.js';
      console.log(Two.name, Reflect.getMetadata('design:type', One.prototype, 'body') === Body);`);
    expect(read).toBe('Two true');
    expect(JSON.parse(readFileSync(dist('below/two.js.map'), 'utf8'))).toMatchObject({
      sources: ['../../src/below/two.ts'],
    });
  });

  describe('of programs', () => {
    const program = (file: string) => readFileSync(dist(file), 'utf8');
    const below = (folder: string) => readdirSync(dist(folder), { recursive: true }) as string[];
    const runProgram = async () => (await run(process.execPath, [dist('main.js')])).stdout.trim().split('\n');

    beforeEach(() => {
      for (const folder of ['core', 'features/own'])
        mkdirSync(join(project, 'src', folder), { recursive: true });
      write('src/core/base.ts', 'export class Base {}');
      write(
        'src/core/place.ts',
        "import { Logger } from '@nestjs/common';\nexport const place = [import.meta.url, new Logger('x').constructor.name];",
      );
      write(
        'src/features/own/own.task.ts',
        "import { Base } from '../../core/base.js';\nexport class Own extends Base {\n  static fail() {\n    return new Error('own').stack ?? '';\n  }\n}",
      );
      write(
        'src/main.ts',
        "import { place } from './core/place.js';\nimport { Own } from './features/own/own.task.js';\nconsole.log([...place, Own.name, Own.fail().split('\\n')[1]].join('\\n'));",
      );
    });

    it('bundles them, with the packages of Nest; each file of a feature stays its own', async () => {
      await build();
      expect(program('main.js')).not.toContain('./core/');
      expect(below('bundle').filter((name) => name.endsWith('.js'))).toContain('features/own/own.task.js');
      const [url, logger, name, frame] = await runProgram();
      expect([url, logger, name]).toEqual([pathToFileURL(dist('core/place.js')).href, 'Logger', 'Own']);
      expect(frame).toContain('/dist/bundle/features/own/own.task.js:');
      const map = JSON.parse(program('bundle/features/own/own.task.js.map'));
      expect(map.sources).toEqual(['../../../../src/features/own/own.task.ts']);
      expect(bundledImports()).not.toContain('@nestjs/common');
      expect(program('core/base.js')).toContain('export class Base');
    });

    it('leaves Nest outside when another package imports it as well', async () => {
      const lock = JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8'));
      lock.packages['node_modules/nestjs-other'] = { peerDependencies: { '@nestjs/common': '*' } };
      write('package-lock.json', JSON.stringify(lock));
      await build();
      expect(bundledImports()).toContain('@nestjs/common');
      await expect(runProgram()).resolves.toHaveLength(4);
    });

    /** Packages that the bundle imports. */
    function bundledImports(): string[] {
      const files = below('bundle').filter((name) => name.endsWith('.js'));
      const code = files.map((name) => program(join('bundle', name))).join('\n');
      return [...code.matchAll(/from "([^".][^"]*)"/g)].map(([, name = '']) => name);
    }
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
