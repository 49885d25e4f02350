import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import type { Sandbox } from '../support/sandbox.js';
import { type Stand, startStand } from '../support/stand.js';

describe('Prefer: wait', () => {
  let sandbox: Sandbox;
  let stand: Stand;
  let app: NestExpressApplication;

  beforeAll(async () => {
    stand = await startStand();
    ({ sandbox, app } = stand);
  });

  afterAll(async () => {
    await stand.stop();
  });

  const divide = (y: number, wait: string, options = {}) =>
    request(app.getHttpServer())
      .post('/tasks/math.divide')
      .set('Prefer', wait)
      .send({ payload: { x: 10, y }, options });

  it.each([
    [2, { status: 'SUCCESS', result: 5 }],
    [0, { status: 'FAILURE', result: 'division by zero' }],
  ])('answers 200 with the final task: 10 / %d', async (y, expected) => {
    const { body, headers } = await divide(y, 'wait=20').expect(200);
    expect(body).toMatchObject(expected);
    expect(headers).toMatchObject({ location: `/tasks/${body.task_id}`, 'preference-applied': 'wait=20' });
  });

  it("does the same for the tutorial's route", async () => {
    const { body } = await request(app.getHttpServer())
      .post('/tasks?x=10&y=2')
      .set('Prefer', 'wait=20')
      .expect(200);
    expect(body).toMatchObject({ status: 'SUCCESS', result: 5, name: 'math.divide' });
  });

  it('answers 201 as usual if the time is over first', async () => {
    const { body } = await divide(2, 'wait=1', { delay_ms: 3_600_000 }).expect(201);
    expect(body).toMatchObject({ status: 'PENDING', result: null });
  });

  it('misses no result, even with many concurrent requests', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, () => divide(2, 'wait=20')));
    expect(answers.map(({ status, body }) => [status, body.result])).toEqual(Array(200).fill([200, 5]));
  });

  it('uses one subscription for all waiting requests', async () => {
    await Promise.all(Array.from({ length: 20 }, () => divide(2, 'wait=20').expect(200)));
    const channel = `${sandbox.prefix}:changes`;
    expect(await sandbox.redis.pubsub('NUMSUB', channel)).toEqual([channel, 1]);
  });
});
