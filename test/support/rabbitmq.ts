import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { killGroup } from '../../src/platform/embedded/program/end-process.js';
import { findProgram } from '../../src/platform/embedded/program/find-program.js';
import { freePort } from '../../src/platform/embedded/program/free-port.js';
import { eventually } from './eventually.js';
import { describeWith } from './needs.js';
// @ts-expect-error shared with test/faults, whose modules have no types
import { rabbitmqEnvironment } from './rabbitmq-environment.mjs';

/** Debian's own scripts. Those on its PATH run for root only, as another user. */
const FOLDER = '/usr/lib/rabbitmq/bin';
const MISSING = 'No RabbitMQ: apt-get install rabbitmq-server';
const START_LIMIT_MS = 120_000;

const program = findRabbit('rabbitmq-server');

export const describeWithRabbitmq = describeWith(program === undefined ? MISSING : undefined);

/** A RabbitMQ that belongs to the test, which may stop, freeze and restart it with the same data. */
export interface OwnRabbitmq {
  /** Of the virtual host `/`. */
  readonly url: string;
  readonly port: number;
  /** Resolves when it answers, after some seconds. Does nothing if it is running. */
  start(): Promise<void>;
  /** SIGKILL by default: no connection is closed properly. SIGTERM writes everything first. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  freeze(): void;
  thaw(): void;
  /** Runs rabbitmqctl. @returns what it printed */
  control(...args: readonly string[]): Promise<string>;
  remove(): Promise<void>;
}

export async function createOwnRabbitmq(): Promise<OwnRabbitmq> {
  const folder = await mkdtemp(join(tmpdir(), 'celeriac-rabbitmq-'));
  const [port, distribution, names] = [await freePort(), await freePort(), await freePort()];
  const env: NodeJS.ProcessEnv = rabbitmqEnvironment(folder, { port, distribution, names });
  // Erlang's directory of nodes would start by itself, and stay.
  const directory = spawn('epmd', ['-port', String(names), '-address', '127.0.0.1'], { stdio: 'ignore' });
  let server: ChildProcess | undefined;
  const isRunning = () => server !== undefined && server.exitCode === null && server.signalCode === null;
  const signalAll = (signal: NodeJS.Signals) => {
    if (server?.pid !== undefined && isRunning()) process.kill(-server.pid, signal);
  };
  const start = async () => {
    if (isRunning()) return;
    server = spawn(programOf('rabbitmq-server'), [], { env, detached: true, stdio: 'ignore', cwd: folder });
    await eventually(() => greeted(port), START_LIMIT_MS);
  };
  const stop = async (signal: NodeJS.Signals = 'SIGKILL') => {
    if (server === undefined || !isRunning()) return;
    const exit = once(server, 'exit');
    // The script passes SIGTERM on to the server, and waits for it.
    if (signal === 'SIGKILL') signalAll(signal);
    else server.kill(signal);
    await exit;
    if (server.pid !== undefined) killGroup(server.pid);
  };
  const remove = async () => {
    signalAll('SIGCONT');
    await stop();
    directory.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  };
  const freeze = () => signalAll('SIGSTOP');
  const thaw = () => signalAll('SIGCONT');
  const control = async (...args: readonly string[]) =>
    (await promisify(execFile)(programOf('rabbitmqctl'), args, { env, cwd: folder })).stdout;
  const url = `amqp://guest:guest@127.0.0.1:${port}//`;
  return { url, port, start, stop, freeze, thaw, control, remove };
}

/** Resolves when it speaks AMQP: the port opens last. */
async function greeted(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    socket.write(Buffer.from('AMQP\x00\x00\x09\x01', 'latin1'));
    await once(socket, 'data', { signal: AbortSignal.timeout(2_000) });
  } finally {
    socket.destroy();
  }
}

function findRabbit(name: string): string | undefined {
  return existsSync(join(FOLDER, name)) ? join(FOLDER, name) : findProgram([name]);
}

function programOf(name: string): string {
  const path = findRabbit(name);
  if (path === undefined) throw new Error(MISSING);
  return path;
}
