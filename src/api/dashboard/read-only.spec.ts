import { describe, expect, it } from '@jest/globals';
import { routeInstead } from './read-only.js';

const ID = '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e';

describe('the read-only dashboard', () => {
  it.each([
    [`/api/queues/tasks/${ID}/retry`, `POST /tasks/${ID}/retry`],
    [`/api/queues/tasks/${ID}/promote`, `POST /tasks/${ID}/promote`],
    [`/api/queues/tasks/${ID}/update-data`, `POST /tasks/${ID}/replay`],
    ['/api/queues/tasks/retry/failed', 'POST /dead-letters/redrive'],
    ['/api/queues/tasks/add', 'POST /tasks/{name}'],
    ['/api/queues/tasks/empty', 'POST /queues/{name}/revoke-waiting'],
    ['/api/queues/tasks/obliterate', 'POST /queues/{name}/purge'],
    ['/api/queues/pause', 'PUT /queues/{name}/pause'],
    ['/api/queues/tasks/rate-limit/release', 'PATCH /queues/{name}'],
    ['/api/queues/tasks/constructor', '/docs'],
    [`/api/queues/tasks/${ID}/constructor`, '/docs'],
    ['/', '/docs'],
  ])('names the API route to use in place of %s', (path, route) => {
    expect(routeInstead(path)).toContain(route);
  });
});
