import type { MessagePort } from 'node:worker_threads';
import { context, propagation } from '@opentelemetry/api';
import type { StoredPayload } from '../queue/payload-seals.js';
import type { RunningTask } from '../queue/running-task.js';
import type { Notes } from '../queue/task-notes.js';
import {
  DiscardTask,
  RetryTask,
  SnoozeTask,
  TaskCancelledError,
  TimeoutError,
} from '../queue/task-outcome.js';
import type { Attempt } from './attempt.js';

/** What a thread, or a process, is to run. */
export interface Order {
  /** As it stands in the job: decrypted and parsed over there, as an instance of a DTO would not cross as one. */
  readonly stored: StoredPayload;
  readonly id: string;
  readonly lineage: RunningTask;
  readonly attempt: number;
  /** The headers that carry the attempt's trace, empty where there is none: who runs it goes on with it. */
  readonly trace: Readonly<Record<string, string>>;
}

/** The same for a thread. */
export interface ThreadOrder extends Order {
  /** For everything that is said while it runs. */
  readonly port: MessagePort;
}

/** Call it within the attempt: its trace is the one that is going on. */
export function orderOf({ stored, id, lineage, number }: Attempt): Order {
  const trace = {};
  propagation.inject(context.active(), trace);
  return { stored, id, lineage, attempt: number, trace };
}

/** Said by a thread, or a process, while it runs. After its last word a thread closes the port. */
export type FromThread = { readonly type: 'started' } | { readonly type: 'notes'; readonly notes: Notes };

/** Said to the thread: its task is to stop. */
export interface StopThread {
  readonly type: 'stop';
  readonly reason: ErrorRecord;
}

/** What came of it. */
export type ThreadAnswer =
  { readonly ok: true; readonly result: unknown } | { readonly ok: false; readonly error: ErrorRecord };

/** An error on its way between threads: cloned as it is, it would lose its class, its name and its fields. */
export interface ErrorRecord {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly cause?: ErrorRecord;
  /** What the errors that mean something to the worker carry besides. */
  readonly detail?: string | number;
}

export function errorRecord(error: unknown): ErrorRecord {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), stack: undefined };
  const name = error.name !== 'Error' ? error.name : error.constructor.name;
  const cause = error.cause instanceof Error ? { cause: errorRecord(error.cause) } : {};
  return { name, message: error.message, stack: error.stack, ...cause, ...detailOf(error) };
}

export function errorOf({ name, message, stack, cause, detail }: ErrorRecord): Error {
  const options = cause && { cause: errorOf(cause) };
  const make = MEANINGFUL.get(name) ?? plain;
  const error = make(message, detail, options);
  if (error.name !== name) Object.defineProperty(error, 'name', { value: name });
  if (stack !== undefined) error.stack = stack;
  return error;
}

type Make = (message: string, detail: string | number | undefined, options?: ErrorOptions) => Error;

const plain: Make = (message, _detail, options) => new Error(message, options);

const MEANINGFUL: ReadonlyMap<string, Make> = new Map<string, Make>([
  ['DiscardTask', (message, _detail, options) => new DiscardTask(message, options)],
  ['RetryTask', (message, detail, options) => new RetryTask(message, Number(detail), options)],
  ['SnoozeTask', (_message, detail) => new SnoozeTask(Number(detail))],
  ['TaskCancelledError', (_message, detail) => new TaskCancelledError(String(detail))],
  ['TimeoutError', (_message, detail) => new TimeoutError(Number(detail))],
]);

function detailOf(error: Error): { detail?: string | number } {
  if (error instanceof RetryTask) return { detail: error.afterMs };
  if (error instanceof SnoozeTask) return { detail: error.delayMs };
  if (error instanceof TaskCancelledError) return { detail: error.reason };
  if (error instanceof TimeoutError) return { detail: error.timeoutMs };
  return {};
}
