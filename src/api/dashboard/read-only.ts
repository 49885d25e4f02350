import type { RequestHandler } from 'express';
import { RefusedError } from '../problems/refused-error.js';
import { isTaskId } from '../../core/task/task-id.js';

const READING: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** The API's equivalent of each Bull Board action, by the word in Bull Board's path. */
const OF_TASK: Readonly<Record<string, string>> = {
  retry: 'POST /tasks/{id}/retry',
  promote: 'POST /tasks/{id}/promote',
  clean: 'POST /tasks/{id}/cancel, or DELETE /tasks/{id} once it is final',
  'update-data': 'POST /tasks/{id}/replay with another payload',
  delay: 'POST /tasks/{id}/replay with other options',
  priority: 'POST /tasks/{id}/replay with other options',
};
const OF_QUEUE: Readonly<Record<string, string>> = {
  add: 'POST /tasks/{name}',
  retry: 'POST /dead-letters/redrive, or POST /bulk-actions with the action retry',
  promote: 'POST /tasks/{id}/promote',
  clean: 'POST /bulk-actions with the action delete',
  empty: 'POST /queues/{name}/revoke-waiting',
  obliterate: 'POST /queues/{name}/purge',
  pause: 'PUT /queues/{name}/pause',
  resume: 'PUT /queues/{name}/resume',
  concurrency: 'PATCH /queues/{name}',
  'rate-limit': 'PATCH /queues/{name}',
};

/**
 * Refuses all changes. Bull Board bypasses the API's checks: it would run revoked tasks again, remove accepted ones
 * without a completion, and add ones unknown to the API. Its own read-only mode hides the buttons and answers 405 for
 * known queues; this covers all routes that it may ever register.
 */
export const readOnly: RequestHandler = ({ method, path }, response, next) => {
  if (READING.has(method)) return next();
  response.setHeader('Allow', [...READING].join(', '));
  next(new RefusedError('read-only', `The dashboard is read-only. Use ${routeInstead(path)}.`));
};

/** The API route that replaces a Bull Board path: `/api/queues/tasks/<id>/retry`. */
export function routeInstead(path: string): string {
  const [, , , queue = '', second = '', third = ''] = path.split('/');
  const ofTask = isTaskId(second) && Object.hasOwn(OF_TASK, third) ? OF_TASK[third] : undefined;
  if (ofTask !== undefined) return ofTask.replaceAll('{id}', second);
  const word = [second, queue].find((name) => Object.hasOwn(OF_QUEUE, name));
  return (word !== undefined && OF_QUEUE[word]) || 'the API: /docs lists its routes';
}
