import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { OrdersModule } from '../../examples/own-task/orders.controller.js';
import { eventually } from '../support/eventually.js';
import { RecordingLogger, startApi } from '../support/in-process.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

const docs = readFileSync('docs/features.md', 'utf8');
const files = [...docs.matchAll(/```ts file=(\S+)\n([\s\S]*?)```/g)].map(([, file = '', text]) => [
  file,
  text,
]);

describe('docs/features.md', () => {
  const logger = new RecordingLogger();
  let sandbox: Sandbox;
  let app: NestExpressApplication;

  beforeAll(async () => {
    sandbox = await createSandbox();
    app = await startApi(sandbox.variables, { modules: [OrdersModule], logger });
  });

  afterAll(async () => {
    await app.close();
    await sandbox.clean();
  });

  it.each(files)('shows %s unchanged', (file = '', text) => expect(text).toBe(readFileSync(file, 'utf8')));

  it('has a route that submits a task and handles an event after its response', async () => {
    const order = { articles: [{ name: 'tea', grams: 250 }] };
    const { body } = await request(app.getHttpServer()).post('/orders').send(order).expect(201);
    await request(app.getHttpServer()).get(`/tasks/${body.task_id}`).expect(200);
    await eventually(() => expect(logger.lines.join('\n')).toContain(`Order ${body.task_id} is taken`));
    const { body: document } = await request(app.getHttpServer()).get('/openapi.json').expect(200);
    expect(document.paths['/orders'].post.operationId).toBe('postOrders');
  });

  it.each([
    [{}, '/articles'],
    [{ articles: [] }, '/articles'],
    [{ articles: [{ name: 'tea', grams: '5' }] }, '/articles/0/grams'],
    [{ articles: [{ name: 'tea', grams: 5, colour: 'red' }] }, '/articles/0/colour'],
  ])('has a route that refuses %j with its location', async (order, pointer) => {
    const { body } = await request(app.getHttpServer()).post('/orders').send(order).expect(422);
    expect(body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([pointer]);
  });
});
