import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { KeptProcess, NeverReadyError } from './kept-process.js';

const LIMIT_MS = 20_000;
const STAY = 'process.on("message", () => {});';

describe('KeptProcess', () => {
  let folder: string;
  let kept: KeptProcess;
  let said: string[];
  let heard: (line: string) => void;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'celeriac-kept-'));
    said = [];
    heard = () => undefined;
  });

  afterEach(async () => {
    await kept.stop(0);
    rmSync(folder, { recursive: true });
  });

  /** Each run of the program has its process id in its URL. */
  function keep(script: string): KeptProcess {
    const file = join(folder, 'program.mjs');
    writeFileSync(
      file,
      `const ready = () => process.send({ type: 'ready', url: 'http://' + process.pid });\n${script}`,
    );
    const say = (line: string): void => {
      said.push(line);
      heard(line);
    };
    kept = new KeptProcess({ name: 'program', file, environment: { ...process.env, LIFE: 'good' } }, say);
    return kept;
  }

  function lineWith(part: string): Promise<string> {
    return new Promise((resolve) => {
      heard = (line) => line.includes(part) && resolve(line);
    });
  }

  it('passes the environment, waits for the URL, and ends on request', async () => {
    const url = await keep(`if (process.env.LIFE === 'good') ready();`).start();
    await kept.stop(LIMIT_MS);
    expect(url).toMatch(/^http:\/\/\d+$/);
    expect(() => process.kill(Number(url.slice(7)), 0)).toThrow('ESRCH');
    expect(said).toEqual([]);
  });

  it('restarts a program that dies after it was ready', async () => {
    const url = await keep('ready(); process.on("message", () => {});').start();
    const back = lineWith('now');
    process.kill(Number(url.slice(7)), 'SIGKILL');
    expect(await back).toMatch(/^The program is now at http:\/\/\d+\.$/);
    expect(said[0]).toBe('The program died (exit code 137); restarting it …');
    expect(said).toHaveLength(2);
    expect(said[1]).not.toContain(url);
  });

  it('restarts a program on request, without a word of its death', async () => {
    const url = await keep('ready(); process.on("message", () => {});').start();
    const back = lineWith('now');
    kept.restart(LIMIT_MS);
    expect(await back).not.toContain(url);
    expect(said).toHaveLength(1);
    const again = lineWith('now');
    kept.restart(LIMIT_MS);
    await again;
  });

  it('does not wait for the pause after a death when it restarts a program', async () => {
    const url = await keep('ready(); process.on("message", () => {});').start();
    writeFileSync(join(folder, 'program.mjs'), 'process.exit(7);');
    process.kill(Number(url.slice(7)), 'SIGKILL');
    await lineWith('exit code 7');
    writeFileSync(
      join(folder, 'program.mjs'),
      `process.send({ type: 'ready', url: 'http://mended' }); ${STAY}`,
    );
    const back = lineWith('mended');
    kept.restart(LIMIT_MS);
    expect(await back).toBe('The program is now at http://mended.');
  });

  it('gives up on a program that dies before it was ready, with its exit code', async () => {
    const attempt = keep('process.exit(7);').start();
    await expect(attempt).rejects.toThrow(NeverReadyError);
    await expect(attempt).rejects.toMatchObject({ exitCode: 7 });
    expect(said).toEqual([]);
  });

  it('kills a program that does not end in time, and at once on a second request', async () => {
    const url = await keep(
      'process.on("SIGTERM", () => {}); process.on("message", () => {}); ready();',
    ).start();
    const patient = kept.stop(LIMIT_MS * 1_000);
    await kept.stop(0);
    await patient;
    expect(() => process.kill(Number(url.slice(7)), 0)).toThrow('ESRCH');
  });

  it('does not restart a program that dies while being stopped', async () => {
    await keep(
      'ready(); process.on("message", () => {}); process.on("SIGTERM", () => process.exit(3));',
    ).start();
    await kept.stop(LIMIT_MS);
    expect(said).toEqual([]);
  });
});
