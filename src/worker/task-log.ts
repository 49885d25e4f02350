import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../config/config.js';
import { addLogFields } from '../logging/log-fields.js';
import { logLevels } from '../logging/log-levels.js';
import { runningTask } from '../queue/running-task.js';
import {
  type Outcome,
  RunnerEvents,
  type TaskCrashed,
  type TaskSettled,
  type TaskStarted,
} from './runner-events.js';

const CONTEXT = 'Tasks';

/** Two lines an attempt: that it started and how it ended. And whatever is logged while it runs says whose it is. */
@Injectable()
export class TaskLog {
  private readonly logger = new Logger(CONTEXT);

  constructor(
    events: RunnerEvents,
    private readonly config: Config,
  ) {
    events.on('task.started', (started) => this.started(started));
    events.on('task.settled', (settled) => this.settled(settled));
    events.on('task.crashed', (crashed) => this.crashed(crashed));
    addLogFields(() => this.fieldsOfRunning());
  }

  private started(started: TaskStarted): void {
    if (!logLevels.allows('info', CONTEXT)) return;
    const where = started.isQuarantined ? ' in quarantine: its worker died before' : '';
    this.logger.log(`${started.name} started${where}`, this.fields(started));
  }

  private fieldsOfRunning() {
    const running = runningTask();
    if (running === undefined) return undefined;
    const { id, name, attempt } = running;
    return { task_id: id, task_name: name, attempt, worker: this.config.workerName };
  }

  private crashed(crashed: TaskCrashed): void {
    const { name, how, crashes, isFinal } = crashed;
    const then = isFinal ? 'and is a dead letter' : 'and runs once more, alone';
    this.logger.error(
      `${name} lost its process in quarantine (${how}), its crash number ${crashes}, ${then}`,
      {
        ...this.fields(crashed),
        crashes,
      },
    );
  }

  private settled(settled: TaskSettled): void {
    // A sentence that nobody is to read is not put together: it costs half of what parsing the payload does.
    if (!settled.error && !logLevels.allows('info', CONTEXT)) return;
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
