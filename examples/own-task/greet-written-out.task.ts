import { Task } from '../../src/core/index.js';
import { GreetPayload, GreetTask } from './greet.task.js';

/** The same, written out: every option of @Task, with its default. */
@Task({
  name: 'example.greet-written-out', // no default: permanent, it is stored with every submitted task
  queue: 'tasks', // no default: one that a module defines
  payload: GreetPayload, // no default: checked over HTTP and again in the worker, and the schema in /docs
  summary: 'example.greet-written-out', // its name
  result: undefined, // the class of the result, for /docs: any JSON
  example: undefined, // a payload to show in /docs: made from the examples of its fields
  attempts: 3, // executions at most
  onSuccess: undefined, // a task to submit after a success: none (hooks.md)
  onFailure: undefined, // and after the final failure: none
  retryOn: undefined, // the only error classes that are retried: all are
  dontRetryOn: undefined, // error classes that are not, [NotFoundError]: none
  backoff: { type: 'exponential', delayMs: 1_000, maxMs: 60_000, jitter: 0.5 },
  timeoutMs: undefined, // time limit of one attempt: none
  priority: 'normal', // low, normal, high, critical
  retentionMs: 86_400_000, // RESULT_RETENTION_MS
  aliases: [], // names that it had before
  rateLimit: undefined, // { max, durationMs, key? } across all workers: none
  isolation: 'inline', // or 'thread', for what computes
  schedule: undefined, // { payload, cron, tz } submits it again and again: none (schedules.md)
  schedules: [], // several, each with an id: none
  redact: [], // fields of the payload that are secret, ['password', 'items.*.secret']: none
  columns: [], // fields of the payload that lists show, ['customer', 'order.id']: none
  history: 'full', // what the history keeps: or 'no-payload', or 'off'
  celery: undefined, // the fields that calls from Celery set, { args: ['name'] }: Celery cannot call it (celery.md)
  isInternal: false, // true: callers cannot submit it, only code can
})
export class GreetWrittenOutTask extends GreetTask {}
