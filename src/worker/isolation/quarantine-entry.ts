import { writeFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Channel } from './order-service.js';

/**
 * Kills the process when its worker is gone. In a thread of its own, because a task may block the event loop forever.
 */
const WATCHDOG = `
const { workerData: worker } = require('node:worker_threads');
setInterval(() => { if (process.ppid !== worker) process.kill(process.pid, 'SIGKILL'); }, 200);
`;

/**
 * Prepares a quarantine process: it lives until its worker ends it or is gone. Signals for an orderly shutdown are
 * handled by the worker.
 */
export function watchWorker(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  // The worker's id is the only argument: the process may have become an orphan while loading.
  new Worker(WATCHDOG, { eval: true, workerData: Number(process.argv[2]) }).unref();
  volunteer();
}

/** The worker, over IPC. Messages to a dead worker are dropped; the watchdog handles the rest. */
export const workerProcess: Channel = {
  listen: (hear) => process.on('message', hear),
  post: (message, onSent) => {
    if (process.connected && process.send) process.send(message, () => onSent?.());
    else onSent?.();
  },
};

/** When memory runs out on Linux, the kernel kills this process first rather than the worker. */
function volunteer(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', '1000');
  } catch {
    // another system, or not permitted: the kernel decides
  }
}
