import { type Fingerprint, MAX_READ, fingerprintOf } from './error-fingerprint.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';

/** Characters of messages that are read for one answer at most: some 50 ms, whatever they say. */
const MAX_CHARACTERS = 500_000;

/**
 * The fingerprints of many failed tasks, as their worker has recorded them. Those of tasks that an older worker ended are
 * worked out, until that has become enough work for one answer.
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

export function fingerprintOfTask({
  name,
  error,
}: Pick<TaskSnapshot, 'name' | 'error'>): Fingerprint & { readonly type: string } {
  const { type, message } = error ?? { type: 'Error', message: '' };
  return { type, ...fingerprintOf(name, type, message) };
}
