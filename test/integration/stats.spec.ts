import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { BacklogSamples } from '../../src/core/queues/backlog-samples.js';
import { QueueStatsRecorder } from '../../src/worker/upkeep/queue-stats-recorder.js';
import { eventually } from '../support/eventually.js';
import { type Stand, startStand } from '../support/stand.js';

const MINUTE_MS = 60_000;

describe('GET /stats without a history', () => {
  let stand: Stand;

  beforeAll(async () => {
    stand = await startStand();
    for (const y of [2, 2, 0]) await ends(await submit({ x: 4, y }));
    await stand.worker.get(QueueStatsRecorder).stop(); // flushes its statistics
  });
  afterAll(() => stand.stop());

  const api = () => request(stand.app.getHttpServer());
  const submit = async (payload: object) =>
    (await api().post('/tasks/math.divide').send({ payload }).expect(201)).body.task_id as string;
  const ends = (id: string) =>
    eventually(async () => {
      const { body } = await api().get(`/tasks/${id}`).expect(200);
      expect(body.finished_at).not.toBeNull();
    });
  const read = async (query: object) => (await api().get('/stats').query(query).expect(200)).body;
  const refusal = async (query: object) => (await api().get('/stats').query(query).expect(422)).body.errors;
  const sum = (values: (number | null)[]) => values.reduce((total: number, value) => total + (value ?? 0), 0);
  const ofQueue = (body: { series: any[] }, key = 'tasks') => body.series.find((one) => one.key === key);

  it('counts what has ended by queue, in aligned buckets of which the newest is incomplete', async () => {
    const body = await read({ metric: 'throughput' });
    expect(body).toMatchObject({
      ...{ metric: 'throughput', by: 'queue', source: 'broker', step_ms: MINUTE_MS, incomplete_buckets: 1 },
    });
    expect(Date.parse(body.from) % MINUTE_MS).toBe(0);
    expect(Date.parse(body.to) - Date.parse(body.from)).toBe(60 * MINUTE_MS);
    const { values } = ofQueue(body);
    expect(values).toHaveLength(60);
    expect(values).not.toContain(null);
    expect(sum(values)).toBe(3);
    expect(sum(ofQueue(await read({ metric: 'failures', queue: 'tasks' })).values)).toBe(1);
  });

  it('gives the percentiles of durations, and null where there was none', async () => {
    for (const metric of ['run', 'wait']) {
      const { values, p50_ms: p50, p95_ms: p95 } = ofQueue(await read({ metric, window: '10m' }));
      expect(sum(values)).toBe(3);
      for (const [i, value] of values.entries()) {
        expect([p50[i] === null, p95[i] === null]).toEqual([value === 0, value === 0]);
        expect(p95[i] ?? 0).toBeGreaterThanOrEqual(p50[i] ?? 0);
      }
    }
  });

  it('reads a whole day, in buckets as long as asked for', async () => {
    const minute = Math.floor(Date.now() / MINUTE_MS) - 20 * 60;
    const key = `${stand.sandbox.prefix}:minute:fetch:${minute}`;
    await stand.sandbox.redis.hset(key, { succeeded: 40, failed: 2, 'run:4': 42 });
    const body = await read({ metric: 'throughput', window: '24h', step: '1h', queue: 'fetch' });
    expect(body.series).toHaveLength(1);
    expect(body.series[0].values).toHaveLength(24);
    const place = Math.floor((minute * MINUTE_MS - Date.parse(body.from)) / 3_600_000);
    expect(body.series[0].values[place]).toBe(42);
    await stand.sandbox.redis.del(key);
  });

  it('samples the backlog once a minute, also of a queue that nobody consumes', async () => {
    await api().put('/queues/fetch/pause').expect(200);
    const { body: task } = await api().post('/fetch').query({ url: 'https://example.com/' }).expect(200);
    await stand.sandbox.redis.del(
      ...(await stand.sandbox.redis.keys(`${stand.sandbox.prefix}:minute:fetch:*`)),
      'no',
    );
    await stand.app.get(BacklogSamples).take();
    const { values, oldest_ms: oldest } = ofQueue(await read({ metric: 'backlog', window: '5m' }), 'fetch');
    expect(values.filter((value: number | null) => value !== null)).toEqual([1]);
    expect(oldest.find((value: number | null) => value !== null)).toBeGreaterThanOrEqual(0);
    await api().post(`/tasks/${task.task_id}/cancel`).expect(200);
  });

  it('refuses what only a history knows', async () => {
    expect(await refusal({ metric: 'run', by: 'name' })).toMatchObject([{ parameter: 'by' }]);
    expect(await refusal({ metric: 'run', by: 'worker' })).toMatchObject([{ parameter: 'by' }]);
    expect(await refusal({ metric: 'run', window: '25h' })).toMatchObject([{ parameter: 'window' }]);
    const [error] = await refusal({ metric: 'run', name: 'math.divide' });
    expect(error).toMatchObject({ parameter: 'name', message: expect.stringContaining('HISTORY_URL') });
  });

  it.each([
    [{}, 'metric'],
    [{ metric: 'speed' }, 'metric'],
    [{ metric: 'run', by: 'tag' }, 'by'],
    [{ metric: 'run', window: '0h' }, 'window'],
    [{ metric: 'run', window: '-1h' }, 'window'],
    [{ metric: 'run', window: '1y' }, 'window'],
    [{ metric: 'run', window: '99999d' }, 'window'],
    [{ metric: 'run', window: '26h', step: '1m' }, 'step'],
    [{ metric: 'run', step: '30s' }, 'step'],
    [{ metric: 'run', queue: 'nowhere' }, 'queue'],
    [{ metric: 'backlog', by: 'name' }, 'by'],
    [{ metric: 'backlog', name: 'math.divide' }, 'name'],
    [{ metric: 'run', by: 'worker', queue: 'tasks' }, 'queue'],
  ])('refuses %j', async (query, parameter) => expect(await refusal(query)).toMatchObject([{ parameter }]));
});
