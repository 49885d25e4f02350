import type { Server, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { ConfigError } from '../platform/config/config.js';
import type { Listener } from '../platform/embedded/program/port-taken-error.js';
import { listenProblem } from './listen-problem.js';
import { stackOf } from '../platform/logging/stack-of.js';
import { scrubKnown } from '../platform/redaction/known-secrets.js';
import { redactText } from '../platform/redaction/redact-text.js';
import { type ServiceName, startTracing } from '../observability/tracing/start-tracing.js';
import { WiringError } from '../core/task/queue.errors.js';
import { runningTask } from '../core/task/running-task.js';
import { longTimer } from '../platform/timing/long-timer.js';

/** One Ctrl-C arrives twice under npm, which passes it on as well: only a later signal means "hurry". */
const HURRY_AFTER_MS = 1_000;

/** So long a server that stops still takes what its clients send over the connections that they have. */
const LEAVE_MS = 1_000;

/** A process of ours that serves: where it listens and how it is stopped in order. */
export interface Running {
  readonly server: Server;
  stop(): Promise<void>;
  /** What `stop` waits for is not waited for any longer. Without it the process ends at once. */
  readonly hurry?: () => void;
}

/**
 * The life of a process: start, tell the parent that it serves, stop at SIGTERM, SIGINT or the parent's death. A
 * second signal does not wait any longer. Mistakes of configuration are printed as they are, without a stack.
 *
 * @param service its name in traces, where the environment gives no other
 */
export async function runProcess(service: ServiceName, start: () => Promise<Running>): Promise<void> {
  process.on('uncaughtException', crash);
  try {
    const tracing = await startTracing(service);
    const running = await start();
    const stop = () => running.stop().finally(() => tracing.stop());
    stopOn(['SIGTERM', 'SIGINT', 'disconnect'], { ...running, stop });
    process.send?.({ type: 'ready', url: urlOf(running.server) });
  } catch (error) {
    const isOurs = error instanceof ConfigError || error instanceof WiringError;
    console.error(isOurs ? redactText(String(scrubKnown(error.message))) : stackOf(error));
    process.exit(1);
  }
}

/**
 * What Node does by itself, but that the error is shown as the log would show it, with the task that it belongs to:
 * a timer, say, that the task has set.
 */
function crash(error: unknown): void {
  const task = runningTask();
  const whose = task ? `Uncaught error of task ${task.name}[${task.id}], attempt ${task.attempt}: ` : '';
  console.error(`${whose}${stackOf(error)}`);
  process.exit(1);
}

/** `http://localhost:8000`: an address that listens everywhere, or on loopback, is shown as localhost. */
export function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('The server does not listen on a port');
  const isLocal = ['127.0.0.1', '::1', '0.0.0.0', '::'].includes(address.address);
  const host = address.address.includes(':') ? `[${address.address}]` : address.address;
  return `http://${isLocal ? 'localhost' : host}:${address.port}`;
}

function stopOn(events: readonly string[], running: Running): void {
  let stoppingSince: number | undefined;
  for (const event of events) {
    process.on(event, () => {
      if (stoppingSince === undefined) {
        stoppingSince = performance.now();
        void stop(running, event);
      } else if (event !== 'disconnect' && performance.now() - stoppingSince > HURRY_AFTER_MS) {
        hurry(running);
      }
    });
  }
}

function hurry({ hurry: cutShort }: Running): void {
  new Logger('Process').log('Told to hurry');
  if (cutShort) cutShort();
  else process.exit(1);
}

async function stop(running: Running, reason: string): Promise<void> {
  new Logger('Process').log(`Stopping (${reason})`);
  await running.stop().catch((error: unknown) => console.error(stackOf(error)));
  process.exit(0);
}

/**
 * Waits for the requests that are being answered, up to `limitMs`, and takes no more of them.
 *
 * First it takes leave of its clients for a second: to close a connection that only looks idle would cut off the request
 * that is on its way. So each is told with its next answer that it was the last on this connection.
 */
export async function closeServer(server: Server, limitMs: number): Promise<void> {
  const stopTimer = longTimer(() => server.closeAllConnections(), limitMs);
  server.prependListener('request', (_request, response: ServerResponse) => {
    response.setHeader('Connection', 'close');
  });
  if (await hasConnections(server)) await pause(Math.min(LEAVE_MS, limitMs));
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  await closed.finally(stopTimer);
}

function hasConnections(server: Server): Promise<boolean> {
  return new Promise((resolve) => server.getConnections((_error, count) => resolve(count > 0)));
}

/** The error with which a process ends that cannot listen where it is told to. */
export async function listenError(error: unknown, listener: Listener): Promise<unknown> {
  const problem = await listenProblem(error, listener);
  return problem === undefined ? error : new ConfigError([problem]);
}
