import type { RequestHandler } from 'express';
import { RefusedError } from '../problems/refused-error.js';
import { isTaskId } from '../../core/task/task-id.js';

const READING: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** The API's route for each thing that Bull Board could do, by the word in Bull Board's path that names it. */
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
 * Refuses whatever would change something. Bull Board writes past the checks of the API: it would run revoked tasks
 * again, remove accepted ones without an end, and add ones that the API does not know. Its own read-only mode hides the
 * buttons and answers 405 for a known queue; this holds for every route that it registers now or later.
 */
export const readOnly: RequestHandler = ({ method, path }, response, next) => {
  if (READING.has(method)) return next();
  response.setHeader('Allow', [...READING].join(', '));
  next(new RefusedError('read-only', `The dashboard is read-only. Use ${routeInstead(path)}.`));
};

/** Which route of the API does what this path of Bull Board's would: `/api/queues/tasks/<id>/retry`. */
export function routeInstead(path: string): string {
  const [, , , queue = '', second = '', third = ''] = path.split('/');
  const ofTask = isTaskId(second) && Object.hasOwn(OF_TASK, third) ? OF_TASK[third] : undefined;
  if (ofTask !== undefined) return ofTask.replaceAll('{id}', second);
  const word = [second, queue].find((name) => Object.hasOwn(OF_QUEUE, name));
  return (word !== undefined && OF_QUEUE[word]) || 'the API: /docs lists its routes';
}
