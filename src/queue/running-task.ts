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

/** Holds within `run` of a task, and in everything that it awaits. */
export const runningTask = new AsyncLocalStorage<RunningTask>();
