import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findPostgres } from './find-postgres.js';

describe('finding PostgreSQL', () => {
  let root: string;

  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'celeriac-find-')));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function install(name: string, version: string, programs = ['postgres', 'initdb']): string {
    const folder = join(root, name);
    mkdirSync(folder, { recursive: true });
    for (const program of programs) {
      writeFileSync(join(folder, program), `#!/bin/sh\necho "postgres (PostgreSQL) ${version}"\n`);
      chmodSync(join(folder, program), 0o755);
    }
    return folder;
  }

  it('finds versions side by side and on the PATH, the newest first', () => {
    const folders = [
      install('pg/15/bin', '15.18 (Debian)'),
      install('pg/17/bin', '17.2'),
      install('on-path', '16beta1'),
    ];
    const path = ['/nowhere', join(root, 'on-path')].join(delimiter);
    expect(findPostgres(path, [[join(root, 'pg'), /^\d+$/]])).toEqual([
      { folder: folders[1], major: 17 },
      { folder: folders[2], major: 16 },
      { folder: folders[0], major: 15 },
    ]);
  });

  it('follows links, and finds each once', () => {
    const folder = install('pg/15/bin', '15.18');
    mkdirSync(join(root, 'links'));
    symlinkSync(join(folder, 'postgres'), join(root, 'links/postgres'));
    expect(findPostgres(join(root, 'links'), [[join(root, 'pg'), /^\d+$/]])).toEqual([{ folder, major: 15 }]);
  });

  it.each([
    ['too old', '13.9', ['postgres', 'initdb']],
    ['without initdb', '15.1', ['postgres']],
    ['a client only', '15.1', ['psql']],
    ['another program', 'of nobody', ['postgres', 'initdb']],
  ])('passes by what is %s', (_, version, programs) => {
    expect(findPostgres(install('on-path', version, programs), [])).toEqual([]);
  });
});
