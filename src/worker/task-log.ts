import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../config/config.js';
import { type Outcome, RunnerEvents, type TaskSettled, type TaskStarted } from './runner-events.js';

/** Two lines a task: that it started (debug) and how it ended. */
@Injectable()
export class TaskLog {
  private readonly logger = new Logger('Tasks');

  constructor(
    events: RunnerEvents,
    private readonly config: Config,
  ) {
    events.on('task.started', (started) =>
      this.logger.debug(`${started.name} started`, this.fields(started)),
    );
    events.on('task.settled', (settled) => this.settled(settled));
  }

  private settled(settled: TaskSettled): void {
    const fields = { ...this.fields(settled), outcome: settled.outcome, duration_ms: settled.durationMs };
    const sentence = `${settled.name} ${SENTENCES[settled.outcome]} after ${settled.durationMs} ms`;
    if (settled.error)
      this.logger.warn(`${sentence}: ${settled.error.message}`, { ...fields, err: settled.error });
    else this.logger.log(sentence, fields);
  }

  private fields({ id, name, queue, attempt }: TaskStarted) {
    return { task_id: id, task_name: name, queue, attempt, worker: this.config.workerName };
  }
}

const SENTENCES: Record<Outcome, string> = {
  succeeded: 'succeeded',
  retried: 'failed and will be tried again',
  failed: 'failed for good',
  snoozed: 'asked to be run later',
  revoked: 'was cancelled',
  returned: 'was given back to its queue',
};
