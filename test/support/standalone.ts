import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isAlive, pidOf } from '../../src/platform/embedded/program/process-identity.js';
import { readRecord } from '../../src/platform/embedded/server/server-record.js';
import { eventually } from './eventually.js';
import type { Variables } from './sandbox.js';

const STANDALONE = resolve('dist/standalone.js');
/** Three Node processes start for each of these tests, while other test files keep the machine busy. */
export const START_LIMIT_MS = 60_000;

/** A standalone started as by a shell: leader of a process group, with its output as one text. */
export class Standalone {
  private output = '';
  readonly child: ChildProcess;
  /** Its exit code, once neither it nor a child has stdout open, so that all have ended. */
  readonly ended: Promise<number | null>;

  constructor(folder: string, variables: Variables, program = STANDALONE) {
    const ports = { PORT: '0', WORKER_PORT: '0', BRIDGE_PORT: '0' };
    const env = { PATH: process.env['PATH'], NODE_ENV: 'test', ...ports, ...variables };
    this.child = spawn(process.execPath, [program], { cwd: folder, env, detached: true });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.ended = once(this.child, 'close').then(([code]) => code as number | null);
  }

  said(): string {
    return this.output;
  }

  /** The matching group, once the output contains it. */
  async hears(pattern: RegExp): Promise<string> {
    return eventually(() => {
      const found = pattern.exec(this.output)?.[1];
      if (found === undefined) throw new Error(`Nothing like ${String(pattern)} in:\n${this.output}`);
      return found;
    }, START_LIMIT_MS);
  }

  url(name: 'API' | 'Worker' | 'Bridge' | 'Redis'): Promise<string> {
    return this.hears(new RegExp(`^  ${name} +(\\S+)`, 'm'));
  }

  /** Ctrl-C under npm: the terminal signals the whole group, and npm signals its child again. */
  interrupt(): void {
    process.kill(-(this.child.pid ?? 0), 'SIGINT');
    this.child.kill('SIGINT');
  }

  pidOfChild(script: string): number {
    const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args=']).toString().split('\n');
    const rows = lines.map((line) => line.trim().split(/\s+/));
    const row = rows.find(
      ([, parent, ...args]) => parent === String(this.child.pid) && args.join(' ').includes(script),
    );
    return Number(row?.[0]);
  }
}

/** A folder for standalones, which end with it, as their servers do. */
export function createStandaloneFolder() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'celeriac-standalone-')));
  const started: Standalone[] = [];
  /** The identity of a running server; `no server` if it has none. */
  const server = (name: 'redis' | 'postgres') =>
    readRecord(join(folder, '.data', name))?.server ?? 'no server';
  return {
    folder,
    server,
    /** @param program by default the built one of this repository */
    start(variables: Variables = {}, program?: string): Standalone {
      const standalone = new Standalone(folder, variables, program);
      started.push(standalone);
      return standalone;
    },
    async remove(): Promise<void> {
      for (const { child, ended } of started) {
        child.kill('SIGKILL');
        await ended;
      }
      const left = [server('redis'), server('postgres')].filter(isAlive);
      for (const one of left) process.kill(pidOf(one), one === server('redis') ? 'SIGKILL' : 'SIGQUIT');
      await eventually(() => {
        if (left.some(isAlive)) throw new Error('A server has not ended yet');
      });
      rmSync(folder, { recursive: true });
    },
  };
}
