import type { Server, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { ConfigError } from '../platform/config/config.js';
import type { Listener } from '../platform/embedded/program/port-taken-error.js';
import { listenProblem } from './listen-problem.js';
import { stackOf } from '../platform/logging/stack-of.js';
import { scrubKnown } from '../platform/redaction/known-secrets.js';
import { redactText } from '../platform/redaction/redact-text.js';
import { startTracing } from '../observability/tracing/start-tracing.js';
import type { ServiceName } from '../observability/tracing/tracing.js';
import { WiringError } from '../core/task/queue.errors.js';
import { runningTask } from '../core/task/running-task.js';
import { longTimer } from '../platform/timing/long-timer.js';

/** Under npm one Ctrl-C arrives twice, because npm forwards it: only a later signal means "hurry". */
const HURRY_AFTER_MS = 1_000;

/** Time for which a stopping server still accepts requests on existing connections. */
const LEAVE_MS = 1_000;

/** A running process: its server and its orderly shutdown. */
export interface Running {
  readonly server: Server;
  stop(): Promise<void>;
  /** Ends the waits of `stop`. Without it, the process exits at once. */
  readonly hurry?: () => void;
}

/**
 * Runs a process: start, report readiness to the parent, stop at SIGTERM, SIGINT or the parent's death. A second signal
 * ends the wait. Configuration errors are printed without a stack.
 *
 * @param service name in traces, unless the environment sets another
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
 * Like Node's default, but shows the error as the log would, with the task that caused it, for example by a timer that
 * it had set.
 */
function crash(error: unknown): void {
  const task = runningTask();
  const whose = task ? `Uncaught error of task ${task.name}[${task.id}], attempt ${task.attempt}: ` : '';
  console.error(`${whose}${stackOf(error)}`);
  process.exit(1);
}

/** `http://localhost:8000`: wildcard and loopback addresses are shown as localhost. */
export function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('The server is not listening on a port');
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
  new Logger('Process').log('Received a second signal');
  if (cutShort) cutShort();
  else process.exit(1);
}

async function stop(running: Running, reason: string): Promise<void> {
  new Logger('Process').log(`Stopping (${reason})`);
  await running.stop().catch((error: unknown) => console.error(stackOf(error)));
  process.exit(0);
}

/**
 * Closes the server after the requests in progress, up to `limitMs`.
 *
 * It first serves existing connections for another second: closing one that looks idle could cut off a request that is
 * on its way. Each response in that time tells its client that it is the last on the connection.
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

/** The error of a process that cannot listen on its address. */
export async function listenError(error: unknown, listener: Listener): Promise<unknown> {
  const problem = await listenProblem(error, listener);
  return problem === undefined ? error : new ConfigError([problem]);
}
