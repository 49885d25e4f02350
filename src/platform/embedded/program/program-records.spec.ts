import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { identityOf } from './process-identity.js';
import { ProgramRecords } from './program-records.js';

describe('ProgramRecords', () => {
  let dataDir: string;
  let child: ChildProcess;

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'celeriac-programs-'));
    child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)']);
  });

  afterEach(async () => {
    await killChild();
    rmSync(dataDir, { recursive: true });
  });

  async function killChild(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  const pid = () => child.pid ?? 0;

  it('lists a running program, and forgets it when it is dead', async () => {
    const records = new ProgramRecords(dataDir);
    records.add(pid(), 'worker');
    expect(records.living()).toEqual([expect.objectContaining({ name: 'worker', isStopping: false })]);
    expect(records.draining()).toEqual([]);
    await killChild();
    expect(records.living()).toEqual([]);
    expect(readdirSync(join(dataDir, 'programs'))).toEqual([]);
  });

  it('counts a program as draining after it was told to stop, or when its owner is dead', () => {
    const records = new ProgramRecords(dataDir);
    records.add(pid(), 'worker');
    records.markStopping();
    expect(records.draining()).toEqual([expect.objectContaining({ name: 'worker', isStopping: true })]);
    const orphan = { program: identityOf(pid()), name: 'API', owner: '1@dead', isStopping: false };
    writeFileSync(join(dataDir, 'programs', `${orphan.program}.json`), JSON.stringify(orphan));
    expect(records.draining()).toEqual([orphan]);
  });

  it('ignores foreign files', () => {
    mkdirSync(join(dataDir, 'programs'));
    writeFileSync(join(dataDir, 'programs/a.json'), '{"program": 1}');
    writeFileSync(join(dataDir, 'programs/b.json'), 'x');
    expect(new ProgramRecords(dataDir).living()).toEqual([]);
  });
});
