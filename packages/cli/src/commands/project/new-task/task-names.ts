import { UsageError } from '../../../exit-code.js';

const TASK_NAME = /^[a-z][a-z\d-]{0,59}(\.[a-z][a-z\d-]{0,59}){1,3}$/;

/** The names of everything that belongs to a new task. */
export interface TaskNames {
  /** `reports.write-nightly` */
  readonly task: string;
  /** `reports` */
  readonly feature: string;
  /** `write-nightly`: begin of its files' names */
  readonly file: string;
  /** `WriteNightly`: begin of its classes' names */
  readonly stem: string;
}

/** @throws UsageError */
export function taskNames(task: string): TaskNames {
  if (!TASK_NAME.test(task))
    throw new UsageError(
      `${JSON.stringify(task)} is not a name for a task: write it like reports.write-nightly, with lowercase letters, digits and -`,
    );
  const [feature = '', ...rest] = task.split('.');
  const file = rest.join('-');
  return { task, feature, file, stem: pascalCase(file) };
}

/** `write-nightly` is `WriteNightly`. */
export function pascalCase(text: string): string {
  return text
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
