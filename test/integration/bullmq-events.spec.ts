import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Redis } from 'ioredis';
import request from 'supertest';
import { withoutEvents } from '../../src/core/bullmq/bull-options.js';
import { BullmqQueue, TOKEN, same, useBullmq } from '../support/bullmq-contract.js';
import { complete, fail } from '../support/bullmq-twins.js';
import { eventually } from '../support/eventually.js';
import { startStand } from '../support/stand.js';

describe("BullMQ's scripts without events", () => {
  const bullmq = useBullmq('loud');
  let connection: Redis;
  let quiet: BullmqQueue;

  beforeEach(async () => {
    connection = new Redis(bullmq.sandbox.variables['REDIS_URL'] ?? '', { maxRetriesPerRequest: null });
    quiet = new BullmqQueue('quiet', bullmq.sandbox.prefix, withoutEvents(connection));
    await quiet.ready();
  });

  afterEach(async () => {
    await quiet.close();
    connection.disconnect();
  });

  it.each<[string, (side: BullmqQueue) => Promise<unknown>]>([
    ['succeeds', complete],
    ['fails', (side) => fail(side)],
    ['is to be tried again', async (side) => (await side.take()).moveToFailed(new Error('no'), TOKEN, false)],
    ['is requeued', async (side) => (await side.take()).moveToWait(TOKEN)],
    ['is postponed', postpone],
    ['loses its worker', async (side) => side.stall((await side.take()).id ?? '')],
    ['is removed', async (side) => (await side.get('urgent')).remove()],
    ['is promoted', async (side) => (await side.get('later')).promote()],
    ['is paused and resumed', ({ queue }) => queue.pause().then(() => queue.resume())],
    ['is retried', (side) => fail(side).then(async () => (await side.get('plain')).retry())],
    ['is drained', ({ queue }) => queue.drain(true)],
  ])('do the same when a job %s', async (_, act) => {
    const loud = bullmq.get('loud');
    for (const side of [loud, quiet]) {
      await side.add('plain', { attempts: 2 });
      await side.add('urgent', { priority: 3, deduplication: { id: 'once' } });
      await side.add('urgent-again', { priority: 3, deduplication: { id: 'once' } });
      await side.add('later', { delay: 3_600_000 });
      await act(side);
    }
    const { events, ...others } = await loud.contents();
    expect(events).not.toHaveLength(0);
    same(
      'its scripts so that they need their events',
      scoresApart(await quiet.contents()),
      scoresApart(others),
    );
  });
});

describe('BULLMQ_EVENTS', () => {
  it.each(['false', 'true'])('decides about the events of a task: %s', async (setting) => {
    const { app, sandbox, stop } = await startStand({}, { BULLMQ_EVENTS: setting });
    const api = request(app.getHttpServer());
    const { body } = await api.post('/tasks?x=6&y=2').expect(201);
    await eventually(async () => {
      const { body: task } = await api.get(`/tasks/${body.task_id}`).expect(200);
      expect(task.status).toBe('SUCCESS');
    });
    const entries = await sandbox.redis.xrange(`${sandbox.prefix}:tasks:events`, '-', '+');
    const events = entries.map(([, fields]) => fields[1]);
    expect(events).toEqual(
      setting === 'true' ? expect.arrayContaining(['added', 'waiting', 'active', 'completed']) : [],
    );
    await stop();
  });
});

/** The scores of delayed jobs, their markers and ends contain the time. */
function scoresApart({ delayed, marker, completed, failed, ...others }: Record<string, unknown>): unknown {
  return { ...others, sets: [delayed, marker, completed, failed].map((set) => Object.keys(set ?? {})) };
}

/** With a stopped clock, because BullMQ stores how long a job still waits. */
async function postpone(side: BullmqQueue): Promise<void> {
  const job = await side.take();
  const now = Date.now();
  const clock = jest.spyOn(Date, 'now').mockReturnValue(now);
  await job.moveToDelayed(now + 3_600_000, TOKEN).finally(() => clock.mockRestore());
}
