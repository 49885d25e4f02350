import { AsyncLocalStorage } from 'node:async_hooks';

/** The task that is being executed: what it submits meanwhile has it as its parent. */
export interface RunningTask {
  readonly id: string;
  /** The first of its line: itself when it came from outside. */
  readonly rootId: string;
}

/** Holds within `run` of a task, and in everything that it awaits. */
export const runningTask = new AsyncLocalStorage<RunningTask>();
