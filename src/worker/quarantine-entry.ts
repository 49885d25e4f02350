import { writeFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { stackOf } from '../logging/stack-of.js';
import type { FromQuarantine, ToQuarantine } from './quarantine-messages.js';
import type { Runner } from './run-order.js';
import { errorOf, errorRecord } from './thread-messages.js';

/** Ends the process when its worker is gone: from a thread of its own, as a task may block the loop for ever. */
const WATCHDOG = `
const { workerData: worker } = require('node:worker_threads');
setInterval(() => { if (process.ppid !== worker) process.kill(process.pid, 'SIGKILL'); }, 200);
`;

/**
 * What a process does that a worker sets apart for tasks under suspicion: runs what it is told to over IPC, several at
 * once if it is told so, until the worker ends it. Signals that end the worker in order are the worker's business.
 *
 * @returns takes what runs an order, once there is an application
 */
export function serveQuarantine(): (run: Runner) => void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  process.on('uncaughtException', crash);
  // Its worker's id is its only argument: it may have become an orphan while it was loaded.
  new Worker(WATCHDOG, { eval: true, workerData: Number(process.argv[2]) }).unref();
  volunteer();
  const stops = new Map<number, AbortController>();
  return (run) => {
    process.on('message', (message: ToQuarantine) => {
      if (message.type === 'stop') stops.get(message.key)?.abort(errorOf(message.reason));
      else void execute(run, message, stops);
    });
    tell({ type: 'ready' });
  };
}

async function execute(
  run: Runner,
  { key, order }: Extract<ToQuarantine, { type: 'run' }>,
  stops: Map<number, AbortController>,
): Promise<void> {
  const controller = new AbortController();
  stops.set(key, controller);
  const say = (message: Extract<FromQuarantine, { type: 'said' }>['message']) =>
    tell({ type: 'said', key, message });
  const answer = await run(order, { signal: controller.signal, say });
  stops.delete(key);
  try {
    tell({ type: 'ended', key, answer });
  } catch (error) {
    tell({ type: 'ended', key, answer: { ok: false, error: errorRecord(error) } }); // it cannot be cloned
  }
}

/** A worker that is gone hears nothing; the watchdog sees to the rest. */
function tell(message: FromQuarantine): void {
  if (process.connected) process.send?.(message);
}

/** Where memory runs out on Linux, this process goes first, and not the worker beside it. */
function volunteer(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', '1000');
  } catch {
    // another system, or not allowed: then the kernel decides as it does
  }
}

function crash(error: unknown): void {
  console.error(stackOf(error));
  process.exit(1);
}
