import { TaskFailedError, type TaskHandle, type TaskQueue } from '../../src/core/index.js';
import { GreetTask } from './greet.task.js';

/** Submits a greeting and waits for it, a minute at most. */
export async function greet(taskQueue: TaskQueue, name: string): Promise<string> {
  const greeting = await taskQueue.submit(GreetTask, { name });
  try {
    return await greeting.result({ timeoutMs: 60_000 }); // a string, as GreetTask says
  } catch (error) {
    if (error instanceof TaskFailedError) return `No greeting for ${name}: ${error.type}, ${error.message}`;
    throw error;
  }
}

/** Reports the percentage of any task until it has ended. */
export async function report(task: TaskHandle, show: (text: string) => void): Promise<void> {
  for await (const event of task.events()) {
    if (event.type === 'progress') show(`${JSON.stringify(event.task.progress)} %`);
    if (event.type === 'result') show(event.task.status);
  }
}
