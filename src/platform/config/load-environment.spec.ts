import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { loadEnvironment } from './load-environment.js';

describe('loadEnvironment', () => {
  const environment = { ...process.env };
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'celeriac-environment-'));
    jest.spyOn(process, 'cwd').mockReturnValue(folder);
  });

  afterEach(() => {
    jest.restoreAllMocks();
    process.env = { ...environment };
    rmSync(folder, { recursive: true });
  });

  it('reads .env; variables that are already set win, even empty ones', async () => {
    writeFileSync(join(folder, '.env'), 'PORT=1\nHOST=from-file\nMAIL_FROM="a b@c" # comment\n');
    process.env['PORT'] = '2';
    process.env['HOST'] = '';
    await loadEnvironment();
    expect(process.env).toMatchObject({ PORT: '2', HOST: '', MAIL_FROM: 'a b@c' });
  });

  it('works without .env', async () => {
    await expect(loadEnvironment()).resolves.toBeUndefined();
  });
});
