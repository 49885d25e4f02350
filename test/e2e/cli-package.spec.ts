import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CliStand, startCliStand } from '../support/cli-stand.js';
import { type InstalledPackage, installPackage } from '../support/installed-package.js';

/** npm runs twice. */
const START_LIMIT_MS = 120_000;

describe('@celeriac/cli, installed into an empty folder', () => {
  let installed: InstalledPackage;
  let stand: CliStand;

  beforeAll(async () => {
    [installed, stand] = await Promise.all([installPackage('cli'), startCliStand()]);
  }, START_LIMIT_MS);
  afterAll(async () => {
    await stand.stop();
    await installed.remove();
  });

  const celeriac = (...args: string[]) =>
    installed.run(process.execPath, ['node_modules/.bin/celeriac', ...args], {
      ...process.env,
      CELERIAC_URL: stand.url,
    });

  it('has the program and the template, and no sources', () => {
    expect(installed.files).toEqual(
      expect.arrayContaining([
        'bin/celeriac.js',
        'dist/celeriac.js',
        'dist/template.json.gz',
        'package.json',
      ]),
    );
    expect(installed.files.filter((file) => file.startsWith('src/'))).toEqual([]);
  });

  it('needs nothing but Node: shows its help, and calls a task of a live API', async () => {
    expect(await celeriac('--help')).toContain('Usage: celeriac');
    expect(await celeriac('call', 'math.divide', 'x=10', 'y=4', '--wait')).toContain('2.5');
  });

  it('makes a project from the template that it brings', async () => {
    await celeriac('new', 'app', 'shop');
    for (const path of [
      'package.json',
      '.gitignore',
      'package-lock.json',
      'src/features/greetings/greet.task.ts',
    ])
      expect({ path, exists: existsSync(join(installed.folder, 'shop', path)) }).toEqual({
        path,
        exists: true,
      });
  });
});
