import { AsyncLocalStorage } from 'node:async_hooks';

/** The task that is being executed, which is the parent of tasks submitted in the meantime. */
export interface RunningTask {
  readonly id: string;
  /** The first task of its line: itself if it was submitted from outside. */
  readonly rootId: string;
  /** Name of the API key that submitted it, inherited by tasks that it submits. */
  readonly submittedBy?: string | undefined;
  /** Set in the process that runs it. */
  readonly name?: string;
  /** Attempt number, from 1. */
  readonly attempt?: number;
  /** Name of the worker that runs it. */
  readonly worker?: string | undefined;
}

/**
 * One for the process, as a context belongs to the call that it encloses and never to a module: each call finds the task
 * that it is part of, whichever application runs it. Ids are unique everywhere, so a task that submits to another
 * application of the process is the parent there, too.
 */
const storage = new AsyncLocalStorage<RunningTask>();
/** Running tasks of the process, which share the one context. */
let running = 0;

/**
 * The task whose `run` encloses this call, directly or through something that it awaits. Work that continues after the
 * end of `run` is not part of a task.
 */
export function runningTask(): RunningTask | undefined {
  return storage.getStore();
}

/**
 * Calls `run` in the context of its task.
 *
 * The tick and `disable` are needed until Node 24. While an AsyncLocalStorage is enabled, V8 on Node 20 and 22 calls a
 * hook for every promise of the process, including those of the queue and the connection: a sixth of an attempt. So it
 * is enabled only while a task runs, and tasks start in a tick of their own, after the code that made them ready and
 * together with all others: few promises are hooked.
 *
 * @param asError converts the error of `run`. Default: unchanged
 */
export function asTask<T>(
  task: RunningTask,
  run: () => Promise<T>,
  asError: (thrown: unknown) => unknown = (thrown) => thrown,
): Promise<T> {
  return new Promise<T>((succeed, fail) => process.nextTick(start<T>, task, run, succeed, fail, asError));
}

async function start<T>(
  task: RunningTask,
  run: () => Promise<T>,
  succeed: (result: T) => void,
  fail: (error: unknown) => void,
  asError: (thrown: unknown) => unknown,
): Promise<void> {
  running += 1;
  try {
    succeed(await storage.run(task, run));
  } catch (error) {
    fail(asError(error));
  } finally {
    running -= 1;
    if (running === 0) storage.disable();
  }
}
