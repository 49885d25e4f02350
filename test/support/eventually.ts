import { setTimeout as pause } from 'node:timers/promises';

/**
 * Repeats an assertion until it holds, and returns its value; throws its last error after `limitMs`. For conditions
 * without an event to wait for, such as another process's view of the broker.
 */
export async function eventually<T>(assertion: () => T | Promise<T>, limitMs = 30_000): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await pause(25);
    }
  }
}
