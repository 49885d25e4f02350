import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { eventually } from '../support/eventually.js';
import { type Stand, startStand } from '../support/stand.js';

describe('a batch', () => {
  let stand: Stand;
  let app: NestExpressApplication;

  beforeAll(async () => {
    stand = await startStand();
    ({ app } = stand);
  });

  afterAll(async () => {
    await stand.stop();
  });

  const post = async (body: object, status = 201) =>
    (await request(app.getHttpServer()).post('/tasks/batch').send(body).expect(status)).body;
  const divide = (x: number, y = 1) => ({ name: 'math.divide', payload: { x, y } });
  const taskOf = async (id: string) =>
    (await request(app.getHttpServer()).get(`/tasks/${id}`).expect(200)).body;

  it('stores a thousand tasks for several queues, and answers in their order', async () => {
    const email = { name: 'notifications.send-email', payload: { to: 'a@b.co', subject: 's', text: '' } };
    const tasks = Array.from({ length: 1_000 }, (_, i) => (i === 500 ? email : divide(i)));
    const { items } = await post({ tasks });
    expect(items).toHaveLength(1_000);
    await eventually(async () => {
      for (const i of [0, 1, 499, 501, 999])
        expect(await taskOf(items[i].task_id)).toMatchObject({ status: 'SUCCESS', result: i });
      expect(await taskOf(items[500].task_id)).toMatchObject({ name: email.name, status: 'SUCCESS' });
    });
  });

  it('rejects only its invalid entries, each with its problem and position', async () => {
    const tasks = [
      divide(1),
      { name: 'math.nothing', payload: {} },
      { name: 'math.divide', payload: { x: 1 } },
      { name: 'math.divide', payload: { x: 1, y: 1 }, options: { attempts: 0 } },
      'text',
      { ...divide(2), more: true },
      divide(3),
    ];
    const { items } = await post({ tasks });
    expect(items.map((item: any) => item.problem?.code ?? 'stored')).toEqual([
      'stored',
      'task-type-not-found',
      'validation',
      'validation',
      'validation',
      'validation',
      'stored',
    ]);
    const pointers = items.flatMap(
      ({ problem }: any) => problem?.errors?.map(({ pointer }: any) => pointer) ?? [],
    );
    expect(pointers).toEqual([
      '/tasks/2/payload/y',
      '/tasks/3/options/attempts',
      '/tasks/4',
      '/tasks/5/more',
    ]);
  });

  it('applies deduplicate within the batch', async () => {
    const one = { ...divide(1), options: { deduplicate: { key: 'once' }, delay_ms: 60_000 } };
    const { items } = await post({ tasks: [one, one, one] });
    expect(new Set(items.map(({ task_id: id }: any) => id)).size).toBe(1);
  });

  it.each([
    [{}],
    [{ tasks: [] }],
    [{ tasks: {} }],
    [{ tasks: Array(1_001).fill(divide(1)) }],
    [{ tasks: [], more: 1 }],
  ])('is refused as a whole if it is not a valid batch', async (body) => {
    expect(await post(body, 422)).toMatchObject({ code: 'validation' });
  });
});
