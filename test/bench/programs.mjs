import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const running = new Set();

/**
 * Starts a program of this repository and waits until it reports over IPC that it is ready. @returns its address, a
 * function that asks it over IPC, and one that ends it
 */
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
  const [message] = await Promise.race([once(child, 'message'), died(child, path)]);
  const ask = async (question) => {
    child.send(question);
    return (await once(child, 'message'))[0];
  };
  return { url: message.url, pid: child.pid, ask, stop: (signal) => end(child, signal) };
}

/** Otherwise the wait for a program that exits before it is ready would never end. */
async function died(child, path) {
  const [code, signal] = await once(child, 'exit');
  throw new Error(`${path} ended with ${code ?? signal} before it was ready: see above`);
}

/** Ends all programs that are still running. */
export async function endAll() {
  await Promise.all([...running].map((child) => end(child)));
}

async function end(child, signal = 'SIGTERM') {
  running.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}
