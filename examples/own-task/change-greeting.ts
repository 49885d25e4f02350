import { StateConflictError, type TaskEdit } from '../../src/core/index.js';

/** Greets someone else, and now, if the greeting still waits. */
export async function greetInstead(edit: TaskEdit, taskId: string, name: string): Promise<boolean> {
  try {
    await edit.change(taskId, { payload: { name }, priority: 'high', runAt: null });
    return true;
  } catch (error) {
    if (error instanceof StateConflictError) return false; // it runs, or has ended: nothing has changed
    throw error;
  }
}
