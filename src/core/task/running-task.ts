import { AsyncLocalStorage } from 'node:async_hooks';

/** The task that is being executed: what it submits meanwhile has it as its parent. */
export interface RunningTask {
  readonly id: string;
  /** The first of its line: itself when it came from outside. */
  readonly rootId: string;
  /** The name of the API key that submitted it; what it submits carries it too. */
  readonly submittedBy?: string | undefined;
  /** Known where it runs. */
  readonly name?: string;
  /** Which attempt it is, from 1. */
  readonly attempt?: number;
}

const storage = new AsyncLocalStorage<RunningTask>();
let running = 0;

/**
 * The task within whose `run` this is called, or within something that it awaits. What goes on by itself after the end
 * of `run` is no part of a task.
 */
export function runningTask(): RunningTask | undefined {
  return storage.getStore();
}

/**
 * Calls `run` of a task as that task.
 *
 * While an AsyncLocalStorage is in use, V8 calls a hook for each promise of the process on Node 20 and 22, those of the
 * queue and the connection too: a sixth of an attempt. So it is in use only while a task is, and tasks start in a tick
 * of their own, behind what has made them ready and beside all others that are: few of its promises are hooked.
 *
 * @param asError what is thrown in place of what `run` throws. Default: the same
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
