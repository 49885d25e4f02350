import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FolderLockedError, withFolderLock } from './folder-lock.js';
import { ownIdentity } from './process-identity.js';

const LIMIT_MS = 20_000;

describe('withFolderLock', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'celeriac-lock-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('runs one action at a time, even after a failure', async () => {
    let inside = 0;
    const most: number[] = [];
    const action = async (number: number): Promise<number> => {
      most.push(++inside);
      await nextTurn();
      inside--;
      if (number === 1) throw new Error('failed inside');
      return number;
    };
    const all = [0, 1, 2, 3].map((number) => withFolderLock(folder, LIMIT_MS, () => action(number)));
    const results = await Promise.allSettled(all);
    expect(most).toEqual([1, 1, 1, 1]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  });

  it('takes over from a dead holder, and leaves one link behind', async () => {
    symlinkSync('2@1', join(folder, 'lock-6'));
    symlinkSync(`${process.pid}@1`, join(folder, 'lock-7'));
    await expect(withFolderLock(folder, LIMIT_MS, () => Promise.resolve('done'))).resolves.toBe('done');
    expect(readdirSync(folder)).toEqual(['lock-9']);
  });

  it('gives up on a live holder that never releases the lock, and names it', async () => {
    symlinkSync(ownIdentity(), join(folder, 'lock-1'));
    const attempt = withFolderLock(folder, 0, () => Promise.resolve('done'));
    await expect(attempt).rejects.toThrow(FolderLockedError);
    await expect(attempt).rejects.toThrow(`Process ${process.pid} has been using ${folder}`);
  });
});
