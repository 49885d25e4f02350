import { isMainThread, parentPort } from 'node:worker_threads';
import type { Type } from '@nestjs/common';
import { type Channel, OrderService } from './order-service.js';
import { watchWorker, workerProcess } from './quarantine-entry.js';
import { createRunner } from './run-order.js';

/**
 * What a thread of the pool does: builds the application once, and then runs one order after the other. A process that
 * is set apart for tasks under suspicion runs the same file, and several orders at once.
 *
 * @param module what a worker process is made of
 */
export async function serveThread(module: Type): Promise<void> {
  const isProcess = isMainThread && process.send !== undefined;
  if (isProcess) watchWorker();
  const channel = isProcess ? workerProcess : workerThread();
  const service = channel && new OrderService(channel);
  service?.watch();
  const runner = await createRunner(module);
  service?.open(runner);
}

/** The thread that started this one; undefined where a person has started the file. */
function workerThread(): Channel | undefined {
  const port = parentPort;
  if (port === null) return undefined;
  return {
    listen: (hear) => port.on('message', hear),
    post: (message, onSent) => {
      port.postMessage(message);
      onSent?.(); // what is posted arrives before the end of the thread
    },
  };
}
