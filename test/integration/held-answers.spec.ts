import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { EventClient } from '../support/event-client.js';
import { eventually } from '../support/eventually.js';
import { startApi } from '../support/in-process.js';
import { listen } from '../support/raw-http.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

describe('long-lived responses', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  let url: string;
  const api = () => request(app.getHttpServer());
  const watch = async (address: string) => {
    const { body } = await api().post('/tasks?x=1&y=2').expect(201);
    return EventClient.open(`${url}/tasks/${body.task_id}/events`, undefined, { 'X-Forwarded-For': address });
  };

  beforeAll(async () => {
    const limits = { MAX_HELD_ANSWERS: '3', MAX_HELD_ANSWERS_PER_CLIENT: '2' };
    sandbox = await createSandbox({ ...limits, TRUST_PROXY: '1', AUTH: 'none' });
    app = await startApi(sandbox.variables);
    url = `http://127.0.0.1:${await listen(app.getHttpServer())}`;
  });

  afterAll(async () => {
    app.getHttpServer().closeAllConnections();
    await app.close();
    await sandbox.clean();
  });

  it('are limited per client and in total, and each one that is closed frees a slot', async () => {
    const [first, second] = [await watch('192.0.2.1'), await watch('192.0.2.1')];
    const refused = await watch('192.0.2.1');
    expect(refused.response.statusCode).toBe(429);
    expect(refused.response.headers).toMatchObject({
      'content-type': 'application/problem+json; charset=utf-8',
      'retry-after': '5',
    });
    const other = await watch('192.0.2.2');
    expect(other.response.statusCode).toBe(200);
    expect((await watch('192.0.2.3')).response.statusCode).toBe(429);
    first.hangUp();
    await eventually(async () => {
      const next = await watch('192.0.2.3');
      expect(next.response.statusCode).toBe(200);
      next.hangUp();
    });
    for (const client of [second, other]) client.hangUp();
  });

  it('never cause a task to be refused: if too many wait, the answer comes at once', async () => {
    const waits = [await watch('192.0.2.9'), await watch('192.0.2.9')];
    const { headers } = await api()
      .post('/tasks?x=1&y=2')
      .set({ Prefer: 'wait=60', 'X-Forwarded-For': '192.0.2.9' })
      .expect(201);
    expect(headers).not.toHaveProperty('preference-applied');
    for (const client of waits) client.hangUp();
  });
});
