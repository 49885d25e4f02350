import { Injectable, Logger } from '@nestjs/common';
import { WorkerOptions } from '../worker-options.js';
import { addLogFields } from '../../platform/logging/log-fields.js';
import { logLevels } from '../../platform/logging/log-levels.js';
import { runningTask } from '../../core/task/running-task.js';
import { shownMs, shownResult } from './log-words.js';
import {
  type OutcomeLabel,
  RunnerEvents,
  type TaskCrashed,
  type TaskSettled,
  type TaskStarted,
} from '../attempt/runner-events.js';

const CONTEXT = 'Tasks';

/**
 * Logs two lines per attempt: its start and its outcome. Also adds the task's fields to every line logged while it
 * runs.
 */
@Injectable()
export class TaskLog {
  private readonly logger = new Logger(CONTEXT);

  constructor(
    events: RunnerEvents,
    private readonly options: WorkerOptions,
  ) {
    events.on('task.started', (started) => this.started(started));
    events.on('task.settled', (settled) => this.settled(settled));
    events.on('task.crashed', (crashed) => this.crashed(crashed));
    addLogFields(fieldsOfRunning);
  }

  private started(started: TaskStarted): void {
    if (!logLevels.allows('info', CONTEXT)) return;
    const where = started.isQuarantined ? ' in quarantine: its worker died before' : '';
    this.logger.log(`${nameOf(started)} started${where}`, this.fields(started));
  }

  private crashed(crashed: TaskCrashed): void {
    const { how, crashes, isFinal } = crashed;
    const then = isFinal ? 'and becomes a dead letter' : 'and runs once more, alone';
    this.logger.error(
      `${nameOf(crashed)} lost its process in quarantine (${how}), its crash number ${crashes}, ${then}`,
      {
        ...this.fields(crashed),
        crashes,
      },
    );
  }

  private settled(settled: TaskSettled): void {
    const { outcome, durationMs, error } = settled;
    // Skips building a line that is not logged: it costs half as much as parsing the payload.
    if (!error && !logLevels.allows('info', CONTEXT)) return;
    const fields = { ...this.fields(settled), outcome, duration_ms: durationMs };
    const sentence = `${nameOf(settled)} ${SENTENCES[outcome](settled)}`;
    if (error) this.logger.warn(sentence, { ...fields, err: error });
    else this.logger.log(sentence, fields);
  }

  private fields({ id, name, queue, attempt }: TaskStarted) {
    return { task_id: id, task_name: name, queue, attempt, worker: this.options.name };
  }
}

/** The same function for every application of the process, so that the log has it once. */
function fieldsOfRunning() {
  const running = runningTask();
  if (running === undefined) return undefined;
  const { id, name, attempt, worker } = running;
  return { task_id: id, task_name: name, attempt, worker };
}

function nameOf({ id, name }: TaskStarted): string {
  return `Task ${name}[${id}]`;
}

const SENTENCES: Record<OutcomeLabel, (settled: TaskSettled) => string> = {
  succeeded: ({ durationMs, result }) =>
    `succeeded in ${shownMs(durationMs)}${result === undefined || result === null ? '' : `: ${shownResult(result)}`}`,
  retried: ({ againInMs = 0, maxAttempts, ...settled }) =>
    // An attempt that is lost with its process does not use one up: there is always one more.
    failed(
      { ...settled, maxAttempts: Math.max(maxAttempts, settled.attempt + 1) },
      `, retrying in ${shownMs(againInMs)}`,
    ),
  failed: (settled) => failed(settled, ' for good'),
  snoozed: ({ durationMs, againInMs = 0 }) =>
    `snoozed after ${shownMs(durationMs)}, running again in ${shownMs(againInMs)}`,
  parked: ({ durationMs }) => `replaced by a workflow after ${shownMs(durationMs)}, waiting for it`,
  revoked: ({ durationMs, reason = '' }) => `revoked after ${shownMs(durationMs)}: ${reason}`,
  returned: ({ durationMs }) => `returned to its queue after ${shownMs(durationMs)}`,
};

function failed({ durationMs, attempt, maxAttempts, error }: TaskSettled, then: string): string {
  const which = `attempt ${attempt} of ${Math.max(maxAttempts, attempt)}`;
  return `failed after ${shownMs(durationMs)}${then} (${which}): ${error?.type}: ${error?.message}`;
}
