import { type Fingerprint, MAX_READ, fingerprintOf } from '../task/error-fingerprint.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';

/** Maximum number of message characters processed per request: about 50 ms. */
const MAX_CHARACTERS = 500_000;

/**
 * Fingerprints of failed tasks, as recorded by their worker. Those of tasks ended by an older worker are computed, up
 * to a limit per request.
 */
export class Fingerprints {
  private characters = 0;

  get areEnough(): boolean {
    return this.characters > MAX_CHARACTERS;
  }

  hashOf(task: TaskSnapshot): string {
    if (task.errorFingerprint !== null) return task.errorFingerprint;
    this.characters += Math.min(task.error?.message.length ?? 0, MAX_READ);
    return fingerprintOfTask(task).hash;
  }
}

/** The group of errors that a failed task belongs to. */
export function fingerprintOfTask({
  name,
  error,
}: Pick<TaskSnapshot, 'name' | 'error'>): Fingerprint & { readonly type: string } {
  const { type, message } = error ?? { type: 'Error', message: '' };
  return { type, ...fingerprintOf(name, type, message) };
}
