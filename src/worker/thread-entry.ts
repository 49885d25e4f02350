import { isMainThread } from 'node:worker_threads';
import type { Type } from '@nestjs/common';
import { serveQuarantine } from './quarantine-entry.js';
import { type Runner, createRunner } from './run-order.js';
import { type StopThread, type ThreadAnswer, type ThreadOrder, errorOf } from './thread-messages.js';

/**
 * What a thread of the pool does: builds the application once, and then runs one order after the other. A process that
 * is set apart for tasks under suspicion runs the same file, and serves its worker over IPC.
 *
 * @param module what a worker process is made of
 */
export async function serveThread(module: Type): Promise<(order: ThreadOrder) => Promise<ThreadAnswer>> {
  const isProcess = isMainThread && process.send !== undefined;
  const watching = isProcess ? serveQuarantine() : undefined;
  const run = await createRunner(module);
  watching?.(run);
  return (order) => execute(run, order);
}

async function execute(run: Runner, { port, ...order }: ThreadOrder): Promise<ThreadAnswer> {
  const controller = new AbortController();
  port.on('message', ({ reason }: StopThread) => controller.abort(errorOf(reason)));
  try {
    return await run(order, { signal: controller.signal, say: (message) => port.postMessage(message) });
  } finally {
    port.close();
  }
}
