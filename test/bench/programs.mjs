import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const running = new Set();

/** Starts a program of this repository and waits until it says over IPC that it serves. */
export async function start(path, environment) {
  const env = {
    ...process.env,
    NODE_ENV: 'test',
    LOG_LEVEL: 'warn',
    PORT: '0',
    WORKER_PORT: '0',
    ...environment,
  };
  const child = fork(path, { cwd: root, env, execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  running.add(child);
  const [message] = await once(child, 'message');
  return { url: message.url, stop: () => end(child) };
}

/** Ends whatever is still running. */
export async function endAll() {
  await Promise.all([...running].map(end));
}

async function end(child) {
  running.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}
