import { isMainThread, parentPort } from 'node:worker_threads';
import type { DynamicModule, INestApplicationContext, Type } from '@nestjs/common';
import { type Channel, OrderService } from './order-service.js';
import { watchWorker, workerProcess } from './quarantine-entry.js';
import { createRunner } from './run-order.js';

/**
 * Entry point of a pool thread: creates the application once, then runs one order after another. A quarantine process
 * runs the same file, with several orders at once.
 *
 * @param module root module of a worker process
 */
export async function serveThread(
  module: Type | DynamicModule,
  prepare?: (app: INestApplicationContext) => void,
): Promise<void> {
  const isProcess = isMainThread && process.send !== undefined;
  if (isProcess) watchWorker();
  const channel = isProcess ? workerProcess : workerThread();
  const service = channel && new OrderService(channel);
  service?.watch();
  const runner = await createRunner(module, prepare);
  service?.open(runner);
}

/** The parent thread; undefined if the file was started by hand. */
function workerThread(): Channel | undefined {
  const port = parentPort;
  if (port === null) return undefined;
  return {
    listen: (hear) => port.on('message', hear),
    post: (message, onSent) => {
      port.postMessage(message);
      onSent?.(); // posted messages arrive before the thread ends
    },
  };
}
