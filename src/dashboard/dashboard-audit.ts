import { Injectable } from '@nestjs/common';
import type { RequestHandler } from 'express';
import { AuditTrail } from '../http/audit-trail.js';
import { isTaskId } from '../queue/task-id.js';

/** The words of Bull Board's paths that say what is done: `/api/queues/tasks/clean/completed`. */
const WORDS: ReadonlySet<string> = new Set([
  ...['add', 'clean', 'concurrency', 'delay', 'empty', 'job-schedulers', 'obliterate', 'pause', 'priority'],
  ...['promote', 'purge', 'rate-limit', 'release', 'remove', 'remove-unprocessed-children', 'resume'],
  ...['retry', 'run', 'update-data'],
]);
const READING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Enters what is done in the dashboard in the audit log. Bull Board is middleware, so this is too. */
@Injectable()
export class DashboardAudit {
  constructor(private readonly trail: AuditTrail) {}

  /** Stands behind the login, and before Bull Board. Its body is not read: it can be a payload. */
  readonly record: RequestHandler = async (request, response, next) => {
    if (READING.has(request.method)) return next();
    const { method, path } = request;
    const asked = { action: actionOf(path), target: targetOf(path), details: { method, path } };
    await this.trail.begin(request, response, asked);
    next();
  };
}

/** `dashboard.clean`, whatever is cleaned. */
function actionOf(path: string): string {
  return `dashboard.${path.split('/').findLast((word) => WORDS.has(word)) ?? 'other'}`;
}

/** The task that is named, else the queue, else none: all of them. */
function targetOf(path: string): string | null {
  const [, , , queue, task] = path.split('/'); // /api/queues/tasks/<id>/retry
  if (queue === undefined || WORDS.has(queue)) return null;
  return task !== undefined && isTaskId(task) ? task : queue;
}
