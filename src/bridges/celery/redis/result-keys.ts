/** Ends of a prefix to which Celery adds nothing. */
const SEPARATED = /[:_.-]$/;

/** Names of the keys that Celery's result backend uses in Redis. */
export class ResultKeys {
  private readonly prefix: string;

  constructor(prefix: string) {
    this.prefix = prefix === '' || SEPARATED.test(prefix) ? prefix : `${prefix}_`;
  }

  /** The key of a task's result, and the channel in which it is told. */
  task(id: string): string {
    return `${this.prefix}celery-task-meta-${id}`;
  }

  /** The structure of a group that was saved. */
  group(groupId: string): string {
    return `${this.prefix}celery-taskset-meta-${groupId}`;
  }

  chord(groupId: string): Readonly<Record<'parts' | 'size' | 'more', string>> {
    const group = this.group(groupId);
    return { parts: `${group}.j`, size: `${group}.s`, more: `${group}.t` };
  }
}
