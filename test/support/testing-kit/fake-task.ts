import { Task, type TaskContext, TaskDefinition, type TaskOptions } from '../../../src/core/task/task.js';
import type { RunnableClass } from './run-task.js';

/**
 * Stands in for a task in `runWorkflow`: the same name, payload and options, without dependencies. Payload and result
 * are checked as those of the task.
 */
export function fakeTask<P extends object, R>(
  taskClass: RunnableClass<P, R>,
  run: (payload: P, context: TaskContext) => R | Promise<R>,
): RunnableClass<P, R> {
  class Fake {
    async run(payload: P, context: TaskContext): Promise<R> {
      return run(payload, context);
    }
  }
  Object.defineProperty(Fake, 'name', { value: `Fake${taskClass.name}` });
  // Written by @Task for payloads of P.
  const options = Reflect.getMetadata(TaskDefinition.KEY, taskClass) as TaskOptions<P> | undefined;
  if (options === undefined) throw new TypeError(`${taskClass.name} is not a task: it has no @Task`);
  Task(options)(Fake);
  return Fake;
}
