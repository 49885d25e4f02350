import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { Histories } from '../../src/core/history/task-history.js';
import { MemoryHistory } from '../support/memory-history.js';
import { startApi } from '../support/in-process.js';
import { API_KEYS, KEYS, bearer } from '../support/keys.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

const UNKNOWN = '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e';

describe('facts about the service', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;

  beforeAll(async () => {
    sandbox = await createSandbox({ API_KEYS });
    app = await startApi(sandbox.variables);
  });

  afterAll(async () => {
    await app.close();
    await sandbox.clean();
  });

  const get = async (path: string, key = KEYS.viewer) =>
    (await request(app.getHttpServer()).get(path).set(bearer(key)).expect(200)).body;
  const post = (path: string, body: object = {}) =>
    request(app.getHttpServer()).post(path).set(bearer(KEYS.admin)).send(body);

  describe('GET /capabilities', () => {
    it('names what works without a history', async () => {
      expect(await get('/capabilities')).toEqual({
        version: expect.any(String),
        history: { enabled: false },
        stats: { by: ['queue', 'all'], max_window_ms: 86_400_000 },
        trace_url: null,
      });
      await get('/stats?metric=run&window=24h');
      const refused = request(app.getHttpServer()).get('/stats?metric=run&window=25h');
      await refused.set(bearer(KEYS.viewer)).expect(422);
    });

    it('names what a history adds', async () => {
      app.get(Histories).use(new MemoryHistory());
      expect(await get('/capabilities')).toMatchObject({
        history: { enabled: true },
        stats: { by: ['queue', 'name', 'worker', 'all'], max_window_ms: 400 * 86_400_000 },
      });
    });
  });

  describe('GET /find', () => {
    it('finds a task, a workflow, a schedule and a bulk action by ID', async () => {
      const task = (await post('/tasks?x=4&y=2').expect(201)).body.task_id;
      const steps = { one: { task: 'math.divide', payload: { x: 4, y: 2 } } };
      const workflow = (await post('/workflows', { steps }).expect(201)).body.workflow_id;
      const order = { action: 'cancel', filter: { tag: 'none' } };
      const bulk = (await post('/bulk-actions', order).expect(202)).body.bulk_action_id;
      const schedule = { task: 'math.divide', payload: { x: 4, y: 2 }, cron: '0 3 * * *' };
      await request(app.getHttpServer())
        .put('/schedules/nightly.sums')
        .set(bearer(KEYS.admin))
        .send(schedule)
        .expect(201);
      for (const [kind, id, path] of [
        ['task', task, `/tasks/${task}`],
        ['workflow', workflow, `/workflows/${workflow}`],
        ['bulk-action', bulk, `/bulk-actions/${bulk}`],
        ['schedule', 'nightly.sums', '/schedules/nightly.sums'],
      ]) {
        expect(await get(`/find?id=${id}`)).toEqual({ kind, id, path });
        await get(path);
      }
    });

    it.each([UNKNOWN, '0123456789abcdef', 'nothing', '../tasks', '%00', '*', 'constructor'])(
      'answers 200 with null for %s',
      async (id) => {
        const found = await get(`/find?id=${id}`);
        expect(found).toEqual({ kind: null, id: decodeURIComponent(id), path: null });
      },
    );

    it('refuses what cannot be an ID', async () => {
      for (const query of ['', '?id=', `?id=${'x'.repeat(201)}`, `?id=${UNKNOWN}&other=1`]) {
        const { status } = await request(app.getHttpServer()).get(`/find${query}`).set(bearer(KEYS.viewer));
        expect([query, status]).toEqual([query, 422]);
      }
    });
  });
});
