import { writeFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Channel } from './order-service.js';

/** Ends the process when its worker is gone: from a thread of its own, as a task may block the loop for ever. */
const WATCHDOG = `
const { workerData: worker } = require('node:worker_threads');
setInterval(() => { if (process.ppid !== worker) process.kill(process.pid, 'SIGKILL'); }, 200);
`;

/**
 * Readies a process that a worker sets apart for tasks under suspicion: it lives until its worker ends it, or is gone.
 * Signals that end the worker in order are the worker's business.
 */
export function watchWorker(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  // Its worker's id is its only argument: it may have become an orphan while it was loaded.
  new Worker(WATCHDOG, { eval: true, workerData: Number(process.argv[2]) }).unref();
  volunteer();
}

/** The worker, over IPC. One that is gone hears nothing; the watchdog sees to the rest. */
export const workerProcess: Channel = {
  listen: (hear) => process.on('message', hear),
  post: (message, onSent) => {
    if (process.connected && process.send) process.send(message, () => onSent?.());
    else onSent?.();
  },
};

/** Where memory runs out on Linux, this process goes first, and not the worker beside it. */
function volunteer(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', '1000');
  } catch {
    // another system, or not allowed: then the kernel decides as it does
  }
}
