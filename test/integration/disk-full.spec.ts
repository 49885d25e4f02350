import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const run = promisify(execFile);

/** `ulimit -f` limits every file to a few blocks: as on a full disk, a write is partial and then fails. */
describe('a full disk', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'full-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('leaves no partial email in the outbox, and its path stays secret', async () => {
    const said = await fail(
      'features/notifications/email/outbox.js',
      `new module.Outbox({ dataDir: ${JSON.stringify(folder)} }).store(Buffer.alloc(1_000_000))`,
    );
    expect(said).toContain('OutboxError');
    expect(said).not.toContain(folder);
    expect(await readdir(join(folder, 'outbox'))).toEqual([]);
  });

  it('leaves no partial body in the store, and its path stays secret', async () => {
    await mkdir(join(folder, 'spool'));
    const spool = `new (await import(${JSON.stringify(resolve('dist/platform/blob-store/spool.js'))})).Spool(${JSON.stringify(join(folder, 'spool'))})`;
    const said = await fail(
      'features/fetch/bodies/blobs.js',
      `new module.Blobs({}, ${spool}, {}, {}, { room: async () => undefined }).keep('id', [Buffer.alloc(1_000_000)])`,
    );
    expect(said).toContain('BlobStoreError');
    expect(said).not.toContain(folder);
    expect(await readdir(join(folder, 'spool'))).toEqual([]);
  });

  /** Runs it with files limited to a few kilobytes. @returns its error */
  async function fail(file: string, work: string): Promise<string> {
    const program = `
      import { Logger } from '@nestjs/common';
      import * as module from ${JSON.stringify(resolve('dist', file))};
      Logger.overrideLogger(false);
      await (${work}).then(console.log, (error) => console.log(String(error)));`;
    const limited = 'ulimit -f 8; exec "$0" --input-type=module -e "$1"';
    const { stdout } = await run('sh', ['-c', limited, process.execPath, program]);
    return stdout;
  }
});
