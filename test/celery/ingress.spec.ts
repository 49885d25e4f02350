import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import request from 'supertest';
import { RevokedIds } from '../../src/bridges/celery/calls/revoked-ids.js';
import { CeleryIds } from '../../src/bridges/celery/calls/celery-ids.js';
import { Claims } from '../../src/bridges/celery/ingress/claims.js';
import { Submitter } from '../../src/bridges/celery/ingress/submitter.js';
import { BrokerUnavailableError, Cancellation } from '../../src/core/index.js';
import { delivered, startIngressRoom } from '../support/ingress-room.js';

type Room = Awaited<ReturnType<typeof startIngressRoom>>;

describe('messages from Celery', () => {
  let room: Room;
  let id: string;

  beforeAll(async () => {
    room = await startIngressRoom();
  });

  afterAll(() => room.stop());

  beforeEach(() => {
    id = randomUUID();
  });

  const statesOf = async (celeryId = id) => (await room.tasksOf(celeryId)).map(({ status }) => status);
  const end = async () => {
    const [task] = await room.tasksOf(id);
    await room.get(Cancellation).cancel(task?.id ?? '');
  };

  it('become tasks, and are acknowledged', async () => {
    const message = delivered(id, { retries: 1, softLimitMs: 5_000 });
    expect(await room.run(message)).toBeUndefined();
    expect(message.became).toEqual(['acknowledged']);
    const [task] = await room.tasksOf(id);
    expect(task).toMatchObject({
      ...{ name: 'test.bridged', status: 'PENDING', submittedBy: 'celery', tags: ['celery'] },
      maxAttempts: 2,
      bridge: {
        bridge: 'celery',
        data: { id, retries: 1, softLimitMs: 5_000, queue: 'celery', args: ['good'] },
      },
    });
    expect(await room.get(CeleryIds).find([id, 'another'])).toEqual(new Map([[id, task?.id]]));
  });

  it('become tasks that the API finds by their ids in Celery', async () => {
    await room.run(delivered(`order 7/${id}`));
    const [task] = await room.tasksOf(`order 7/${id}`);
    const api = request(room.app.getHttpServer());
    const found = await api.get(`/tasks/${encodeURIComponent(`order 7/${id}`)}`).expect(200);
    expect(found.body.bridge).toEqual({ name: 'celery', id: `order 7/${id}` });
    expect(found.body).toMatchObject({ task_id: task?.id, name: 'test.bridged' });
    const { body } = await api.get(`/find?id=${encodeURIComponent(`order 7/${id}`)}`).expect(200);
    expect(body).toEqual({ kind: 'task', id: task?.id, path: `/tasks/${task?.id ?? ''}` });
    await api.get(`/tasks/${id}`).expect(404);
  });

  /** The bridge dies after a step: what it has done stays, and the message comes again. */
  describe.each([
    ['its id is claimed', () => dieAfter(room.get(Claims), 'claim')],
    ['it is submitted', () => dieAfter(room.get(Submitter), 'submit')],
    ['it is noted as stored', () => dieAfter(room.get(CeleryIds), 'noteStored')],
  ])('of a bridge that dies when %s', (_, die) => {
    it('become one task', async () => {
      die();
      const first = delivered(id);
      expect(await room.run(first)).toMatchObject({ why: expect.stringContaining('died') });
      expect(first.became).toEqual(['given back']);
      const again = delivered(id, {}, { isRedelivered: true });
      expect(await room.run(again)).toBeUndefined();
      expect(again.became).toEqual(['acknowledged']);
      expect(await statesOf()).toEqual(['PENDING']);
    });

    it('become one task without delivery tags, too', async () => {
      die();
      await room.run(delivered(id, {}, { tag: null }));
      await room.run(delivered(id, {}, { tag: null, isRedelivered: true }));
      expect(await statesOf()).toEqual(['PENDING']);
    });
  });

  it('are acknowledged again if the acknowledgement was lost', async () => {
    const first = delivered(id);
    await room.run({ ...first, acknowledge: () => Promise.reject(new Error('gone')) });
    const again = delivered(id, {}, { isRedelivered: true });
    await room.run(again);
    expect(again.became).toEqual(['acknowledged']);
    expect(await statesOf()).toEqual(['PENDING']);
  });

  it('that are published twice become one task', async () => {
    await room.run(delivered(id), delivered(id, {}, { tag: 'second' }));
    const third = delivered(id, {}, { tag: 'third' });
    await room.run(third);
    expect(third.became).toEqual(['acknowledged']);
    expect(await statesOf()).toEqual(['PENDING']);
  });

  it('that are sent again after the end run again, under the same id of Celery', async () => {
    await room.run(delivered(id));
    await end();
    await room.run(delivered(id, {}, { tag: 'second' }));
    expect(await statesOf()).toEqual(['PENDING', 'REVOKED']);
    const [task] = await room.tasksOf(id);
    expect(await room.get(CeleryIds).find([id])).toEqual(new Map([[id, task?.id]]));
    await end();
    await room.run(delivered(id, {}, { isRedelivered: true }));
    expect(await statesOf()).toEqual(['REVOKED', 'REVOKED']);
  });

  it('run again after the end on RabbitMQ, but not if they are delivered again', async () => {
    await room.run(delivered(id, {}, { tag: null }));
    await end();
    await room.run(delivered(id, {}, { tag: null, isRedelivered: true }));
    expect(await statesOf()).toEqual(['REVOKED']);
    await room.run(delivered(id, {}, { tag: null }));
    expect(await statesOf()).toEqual(['PENDING', 'REVOKED']);
  });

  it('of an id that was revoked before end there', async () => {
    await room.get(RevokedIds).add([id]);
    const message = delivered(id);
    await room.run(message);
    expect(message.became).toEqual(['acknowledged']);
    expect(await statesOf()).toEqual([]);
    expect(room.results.stored.at(-1)).toMatchObject({ id, state: 'REVOKED', result: { args: ['revoked'] } });
    expect(room.canvas.calls).toContain(`${id} ended as REVOKED`);
  });

  it('wait in their queue while our Redis is away', async () => {
    jest.spyOn(room.get(Claims), 'claim').mockRejectedValueOnce(new BrokerUnavailableError('away'));
    const messages = [delivered(id), delivered(randomUUID())];
    const obstacle = await room.run(...messages);
    expect(messages.map(({ became }) => became)).toEqual([['given back'], ['given back']]);
    expect(obstacle?.why).toContain('away');
    expect(await obstacle?.isOver()).toBe(true);
    expect(room.results.statesOf(id)).toEqual([]);
  });
});

type Step = (...values: unknown[]) => Promise<unknown>;

/** Once, a method of a service rejects after it has done its work. */
function dieAfter(service: object, name: string): void {
  const original = Reflect.get(service, name) as Step;
  jest.spyOn(service as Record<string, Step>, name).mockImplementationOnce(async (...values) => {
    await original.apply(service, values);
    throw new BrokerUnavailableError('died');
  });
}
