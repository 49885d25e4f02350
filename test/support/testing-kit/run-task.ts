import { TaskRegistry } from '../../../src/core/task/task-registry.js';
import type { TaskContext } from '../../../src/core/task/task.js';
import { type AttemptEnd, type AttemptOptions, LoneAttempt, surroundingsIn } from './lone-attempt.js';
import { RecordedSubmits } from './record-submits.js';
import { type TaskDependencies, testingModule } from './testing-module.js';
import { throughJson } from './through-json.js';

/** Dependencies of a task, and properties of its attempt. */
export interface RunTaskOptions extends TaskDependencies, AttemptOptions {}

/** Outcome of one attempt. */
export interface TaskRun<R> extends AttemptEnd {
  readonly result: R | null;
  /** Every update, including those that a worker would skip: it stores the newest, ten times a second. */
  readonly progress: readonly unknown[];
  readonly logs: readonly string[];
  /** Tasks that it submitted. Their classes must be among the `providers`. */
  readonly submits: RecordedSubmits;
}

/** A class with @Task, by the parameter and result of `run`. */
export type RunnableClass<P extends object, R> = new (...dependencies: never[]) => {
  run: (payload: P, context: TaskContext) => Promise<R>;
};

/**
 * Runs one attempt of a task without a broker: dependencies are injected, the payload is parsed by its DTO, the result
 * is checked as in a worker, and both pass through JSON. Always runs inline; waits, time limits and rate limits belong
 * to the queue and do not apply.
 */
export async function runTask<P extends object, R>(
  taskClass: RunnableClass<P, R>,
  payload: P,
  given: RunTaskOptions = {},
): Promise<TaskRun<R>> {
  const testing = await testingModule([taskClass], given);
  try {
    const attempt = new LoneAttempt(
      testing.get(TaskRegistry).getByClass(taskClass),
      surroundingsIn(testing),
      given,
    );
    const ended = await attempt.run(throughJson(payload));
    const { progress, logs } = attempt;
    // The value returned by `run`: `checkedResult` refuses those that JSON would change.
    const result = ended.result as R | null;
    return { ...ended, result, progress, logs, submits: testing.get(RecordedSubmits) };
  } finally {
    await testing.close();
  }
}
