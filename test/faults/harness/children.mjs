import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** In its own process group, so that it outlives this process for a moment. */
const guard = fork(fileURLToPath(new URL('./guard.mjs', import.meta.url)), {
  detached: true,
  stdio: 'ignore',
});
guard.unref();
guard.channel.unref();

const running = new Set();
const folders = new Set();

/** Starts one of our Node programs in its own process group. */
export function forkChild(name, file, environment, execArgv = []) {
  const stdio = ['ignore', 'pipe', 'pipe', 'ipc'];
  return watched(name, fork(file, { env: environment, execArgv, stdio, detached: true }));
}

/** Starts another program in its own process group. */
export function spawnChild(name, file, args, options = {}) {
  return watched(name, spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options, detached: true }));
}

/** A folder that is removed at the end. */
export async function temporaryFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'celeriac-faults-'));
  folders.add(folder);
  guard.send({ what: 'folder', value: folder });
  return folder;
}

/** Ends all running children with their own children, and removes the folders. */
export async function endAll() {
  await Promise.all([...running].map((child) => child.kill('SIGKILL')));
  for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  folders.clear();
}

/**
 * A child process: `signal` sends one without waiting, `kill` waits for the end and returns the exit code or signal,
 * `output` is everything it wrote.
 */
function watched(name, child) {
  const chunks = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk));
  const exited = once(child, 'exit').then(([code, signal]) => code ?? signal);
  const one = {
    name,
    child,
    pid: child.pid,
    exited,
    output: () => Buffer.concat(chunks).toString(),
    get isRunning() {
      return child.exitCode === null && child.signalCode === null;
    },
    /** True once it was told to end: another end is its own. */
    isToEnd: false,
    signal: (signal) => {
      one.isToEnd ||= signal !== 'SIGSTOP' && signal !== 'SIGCONT';
      return child.kill(signal);
    },
    kill: (signal = 'SIGKILL') => {
      if (one.isRunning) one.signal(signal);
      return exited;
    },
  };
  running.add(one);
  guard.send({ what: 'started', value: child.pid });
  // Its own children must not survive it. The group is empty, or still has this id.
  child.once('exit', () => {
    killGroup(child.pid);
    running.delete(one);
    guard.send({ what: 'ended', value: child.pid });
  });
  return one;
}

function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // the group is empty
  }
}
