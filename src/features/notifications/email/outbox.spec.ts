import { mkdir, mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import { Outbox } from './outbox.js';

describe('Outbox', () => {
  let folder: string;
  let outbox: Outbox;

  beforeEach(async () => {
    Logger.overrideLogger(false);
    folder = await mkdtemp(join(tmpdir(), 'outbox-'));
    outbox = new Outbox(new Config({ DATA_DIR: folder }));
  });
  afterEach(async () => {
    Logger.overrideLogger(true);
    await rm(folder, { recursive: true, force: true });
  });

  it("reports an email's path relative to DATA_DIR", async () => {
    const path = await outbox.store(Buffer.from('hello'));
    expect(path).toMatch(/^outbox\/[^/]+\.eml$/);
    expect(await readFile(join(folder, path), 'utf8')).toBe('hello');
    expect(await readdir(join(folder, 'outbox'))).toHaveLength(1);
  });

  it('does not reveal the path of a folder that it cannot create', async () => {
    await writeFile(join(folder, 'outbox'), 'a file where the folder should be');
    const failed = await outbox.store(Buffer.from('hello')).catch((error: unknown) => error);
    expect(failed).toMatchObject({ name: 'OutboxError', message: expect.stringMatching(/EEXIST|ENOTDIR/) });
    expect(String(failed)).not.toContain(folder);
  });

  it('removes only files left by dead processes, at the next start', async () => {
    await mkdir(join(folder, 'outbox'));
    const put = async (name: string, ageMs: number) => {
      const path = join(folder, 'outbox', name);
      await writeFile(path, '');
      await utimes(path, new Date(), new Date(Date.now() - ageMs));
    };
    await Promise.all([
      put('old.eml.part', 7_200_000),
      put('new.eml.part', 1_000),
      put('old.eml', 7_200_000),
    ]);
    await outbox.onModuleInit();
    expect((await readdir(join(folder, 'outbox'))).sort()).toEqual(['new.eml.part', 'old.eml']);
  });
});
