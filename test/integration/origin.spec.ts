import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { describe, expect, it, jest } from '@jest/globals';
import { ApiDocument } from '../../src/api/openapi/api-document.js';
import { fingerprintOf, hashOf } from '../../src/api/idempotency/idempotency-key.js';
import { IdempotencyStore } from '../../src/api/idempotency/idempotency-store.js';
import { idsFrom } from '../../src/core/task/task-id.js';
import { TaskStore } from '../../src/core/read/task-store.js';
import { API_KEYS, KEYS, bearer } from '../support/keys.js';
import { OpenApi } from '../support/openapi.js';
import { useApp } from '../support/use-api.js';

/** A route that submits, with the parts of a request that make it submit one task. */
interface Submitting {
  readonly route: string;
  readonly query?: string;
  readonly body?: object;
}

const DIVIDE = { name: 'math.divide', payload: { x: 10, y: 2 } };
const EMAIL = { channel: 'email', to: 'ada@example.com', subject: 's', text: 't' };
const SUBMITTING: readonly Submitting[] = [
  { route: '/tasks', query: '?x=10&y=2' },
  { route: '/tasks/{name}', body: { payload: DIVIDE.payload } },
  { route: '/tasks/batch', body: { tasks: [DIVIDE] } },
  { route: '/tasks/{task_id}/replay', body: {} },
  { route: '/notifications', body: EMAIL },
  { route: '/notifications/batch', body: { notifications: [EMAIL] } },
  { route: '/fetch', query: '?url=https://example.com/' },
  { route: '/bulk-actions', body: { action: 'cancel', filter: { queue: 'tasks' } } },
  { route: '/queues/{name}/revoke-waiting', body: { confirm: 'tasks' } },
  { route: '/queues/{name}/drain', body: { confirm: 'tasks' } },
  { route: '/queues/{name}/purge', body: { confirm: 'tasks' } },
  { route: '/schedules/{schedule_id}/run' },
];

/** Routes that accept an Idempotency-Key and submit no task with its first id: nothing, or a workflow (below). */
const OTHERS = ['/notify', '/workflows'];

describe('a task submitted by a request', () => {
  const stand = useApp({ API_KEYS });
  const { api } = stand;

  /** The path of a route, with an existing queue or task. */
  async function pathOf(route: string): Promise<string> {
    if (route.includes('{schedule_id}')) {
      const schedule = { task: DIVIDE.name, payload: DIVIDE.payload, cron: '0 0 1 1 *' };
      await api().put('/schedules/yearly').set(bearer(KEYS.admin)).send(schedule).expect(201);
      return route.replace('{schedule_id}', 'yearly');
    }
    if (!route.includes('{task_id}'))
      return route.replace('{name}', route.startsWith('/queues') ? 'tasks' : 'math.divide');
    const { body } = await api().post('/tasks?x=1&y=1').set(bearer(KEYS.admin)).expect(201);
    return route.replace('{task_id}', body.task_id as string);
  }

  it.each(SUBMITTING)(
    'by POST $route carries the name of its key, and belongs to its Idempotency-Key',
    async ({ route, query = '', body }) => {
      const [key, path] = [randomUUID(), (await pathOf(route)) + query];
      // A process took the key and died: the request is executed again with the same ids.
      const claim = { hash: hashOf('admin', key), fingerprint: fingerprintOf(key, 'POST', path, body) };
      const outcome = await stand.app.get(IdempotencyStore).claim({ ...claim, leaseMs: 0 });
      if (outcome.kind !== 'claimed') throw new Error(`The key is not free: ${outcome.kind}`);
      const asked = api().post(path).set(bearer(KEYS.admin)).set('Idempotency-Key', key);
      const answer = await (body === undefined ? asked : asked.send(body));
      expect(answer.status).toBeLessThan(300);
      const id = idsFrom(outcome.claim.seed)();
      expect(answer.text).toContain(id);
      expect(await stand.app.get(TaskStore).find(id)).toMatchObject({
        id,
        submittedBy: 'admin',
        parentId: null,
      });
    },
  );

  it('may be a step of a workflow, which belongs to its Idempotency-Key', async () => {
    const key = randomUUID();
    const start = () =>
      api()
        .post('/workflows')
        .set(bearer(KEYS.admin))
        .set('Idempotency-Key', key)
        .send({ steps: { a: { task: DIVIDE.name, payload: DIVIDE.payload } } })
        .expect(201);
    const { body: first } = await start();
    const { body: again, headers } = await start();
    expect([again, headers['idempotent-replayed']]).toEqual([first, 'true']);
    const task = await stand.app.get(TaskStore).find(first.steps.a.task_id as string);
    expect(task).toMatchObject({ submittedBy: 'admin', parentId: null, workflowId: first.workflow_id });
  });

  it('comes from one of these routes: no other supports an Idempotency-Key', () => {
    const documented = new OpenApi(JSON.parse(JSON.stringify(stand.app.get(ApiDocument).get())) as never)
      .operations()
      .filter(([, { parameters = [] }]) => parameters.some(({ name }) => name === 'Idempotency-Key'))
      // Each task is documented as a separate path, but they are one route.
      .map(([label]) => label.replace('POST ', '').replace(/^\/tasks\/[\w-]+\.[\w-]+$/, '/tasks/{name}'));
    const known = new Set([...SUBMITTING.map(({ route }) => route), ...OTHERS]);
    expect(documented.filter((route) => !known.has(route))).toEqual([]);
  });

  it('affects no other promise of the process: no scope of AsyncLocalStorage is opened for it', async () => {
    const opened = jest.spyOn(AsyncLocalStorage.prototype, 'run');
    const asked = api().post('/tasks?x=1&y=1').set(bearer(KEYS.submitter));
    await asked.set('Idempotency-Key', randomUUID()).expect(201);
    expect(opened).not.toHaveBeenCalled();
    opened.mockRestore();
  });
});
