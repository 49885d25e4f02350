import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import request from 'supertest';
import { Client } from 'pg';
import { Histories } from '../../src/core/history/task-history.js';
import { BacklogCopies } from '../../src/history/stats/backlog-copies.js';
import { MinuteRollup } from '../../src/history/stats/minute-rollup.js';
import { HistoryDatabase } from '../../src/history/database/history-database.js';
import { type TestDatabase, createTestDatabase, describeWithPostgres } from '../support/postgres.js';
import { type Ended, storeTasks } from '../support/recorded-tasks.js';
import { type Stand, startStand } from '../support/stand.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

describeWithPostgres('GET /stats with a history', () => {
  let database: TestDatabase;
  let client: Client;
  let stand: Stand;
  const now = Date.now();

  beforeAll(async () => {
    database = await createTestDatabase();
    stand = await startStand({}, { HISTORY_URL: database.url });
    await stand.worker.get(HistoryDatabase).ready();
    client = new Client({ connectionString: database.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await stand.stop();
    await database.drop();
  });

  const api = () => request(stand.app.getHttpServer());
  const read = async (query: object) => (await api().get('/stats').query(query).expect(200)).body;
  const rollUp = async () => {
    while ((await stand.worker.get(MinuteRollup).step()).mayHaveMore);
  };
  const sumOf = (series: any, key: string | null, values = 'values') =>
    series
      .find((one: any) => one.key === key)
      ?.[values].reduce((total: number, n: number | null) => total + (n ?? 0), 0);
  const keysOf = ({ series }: any) => series.map(({ key }: any) => key);

  const store = (ended: readonly Ended[]) => storeTasks(stand.worker, ended);
  const times = <T>(count: number, make: (i: number) => T) =>
    Array.from({ length: count }, (_, i) => make(i));

  it('counts by task type, worker and queue, live minutes included', async () => {
    const hourAgo = now - 60 * MINUTE_MS;
    await store([
      ...times(5, () => ({ at: hourAgo, runMs: 100 })),
      ...times(2, () => ({ at: hourAgo, status: 'FAILURE' as const, worker: 'w2', version: '1.1.0' })),
      { at: hourAgo, status: 'REVOKED', worker: null },
      ...times(3, () => ({ at: hourAgo + 1_000, name: 'c.d', queue: 'fetch' })),
    ]);
    await rollUp();
    await store([{ at: Date.now(), name: 'c.d', queue: 'fetch' }]);
    const query = { metric: 'throughput', window: '2h', by: 'name' };
    const byName = await read(query);
    const all = await read({ metric: 'run', window: '25h', by: 'all' });
    expect(all).toMatchObject({ source: 'history', series: [{ key: null }] });
    expect(sumOf(all.series, null)).toBeGreaterThanOrEqual(11);
    expect(byName).toMatchObject({ source: 'history', step_ms: MINUTE_MS });
    expect([sumOf(byName.series, 'a.b'), sumOf(byName.series, 'c.d')]).toEqual([7, 4]);
    const byWorker = await read({ ...query, by: 'worker' });
    expect([sumOf(byWorker.series, 'w1'), sumOf(byWorker.series, 'w2')]).toEqual([9, 2]);
    const failures = await read({ ...query, metric: 'failures', window: '30d', by: 'queue' });
    expect([sumOf(failures.series, 'tasks'), sumOf(failures.series, 'fetch')]).toEqual([2, 0]);
    expect(keysOf(await read({ ...query, queue: 'fetch' }))).toEqual(['c.d']);
    expect(keysOf(await read({ ...query, by: 'queue', name: 'a.b' }))).toEqual(['tasks']);
    const { rows } = await client.query(
      `SELECT revoked FROM task_minute WHERE dimension = 'type' AND name = 'a.b'`,
    );
    expect(rows).toEqual([{ revoked: 1 }]);
  });

  it('gives percentiles of run and wait times, without the runs of revoked tasks', async () => {
    const body = await read({ metric: 'run', window: '2h', by: 'name' });
    const { values, p50_ms: p50 } = body.series.find(({ key }: any) => key === 'a.b');
    const place = values.indexOf(7);
    expect(p50[place]).toBeGreaterThan(64);
    expect(p50[place]).toBeLessThanOrEqual(128);
    expect(p50.filter((value: number | null) => value !== null)).toHaveLength(1);
    expect(sumOf((await read({ metric: 'wait', window: '2h', by: 'name' })).series, 'a.b')).toBe(8);
  });

  it('counts a minute again when a task of it is recorded late, and only once', async () => {
    const at = now - 26 * 60 * MINUTE_MS;
    const count = async () =>
      sumOf((await read({ metric: 'throughput', window: '2d' })).series, 'webhooks') ?? 0;
    await store([{ at, queue: 'webhooks' }]);
    await rollUp();
    expect(await count()).toBe(1);
    await store(times(3, () => ({ at: at + 10, queue: 'webhooks' })));
    await Promise.all([rollUp(), rollUp(), rollUp()]);
    await rollUp();
    expect(await count()).toBe(4);
    expect(
      (await client.query("SELECT FROM task_minute_due WHERE minute < now() - interval '3 minutes'"))
        .rowCount,
    ).toBe(0);
  });

  it('counts each duration in the same bucket as Redis does', async () => {
    const at = now - 40 * DAY_MS;
    const durations = [0, 1, 2, 3, 4, 5, 1_000, 1_024, 1_025, 2 ** 26, 2 ** 26 + 1, 2 ** 40];
    await store(durations.map((runMs) => ({ at, runMs, waitMs: runMs, name: 'e.f' })));
    await rollUp();
    const { rows } = await client.query(`SELECT * FROM task_minute WHERE name = 'e.f'`);
    const counts = (of: string) => times(28, (i) => rows[0][`${of}_${i}`] ?? 0);
    const expected = times(28, (i) => ({ 0: 2, 1: 1, 2: 2, 3: 1, 10: 2, 11: 1, 26: 1, 27: 2 })[i] ?? 0);
    expect([counts('run'), counts('wait')]).toEqual([expected, expected]);
  });

  it('says how many buckets are incomplete while the recorder is behind', async () => {
    const history = stand.app.get(Histories).get();
    if (history === undefined) throw new Error('no history has registered itself');
    const until = jest.spyOn(history, 'recordedUntil');
    const incomplete = async (query: object = {}) =>
      (await read({ metric: 'throughput', by: 'name', window: '1h', step: '10m', ...query }))
        .incomplete_buckets;
    try {
      until.mockResolvedValue(Date.now() + 1_000);
      expect(await incomplete()).toBe(1);
      until.mockResolvedValue(Date.now() - 20 * MINUTE_MS);
      expect(await incomplete()).toBe(3);
      until.mockResolvedValue(0);
      expect(await incomplete()).toBe(6);
      expect(await incomplete({ metric: 'backlog', by: 'queue', window: '2d', step: '1d' })).toBe(1);
      expect(await incomplete({ by: 'queue' })).toBe(1); // from the counters in Redis
    } finally {
      until.mockRestore();
    }
  });

  it('shows the 20 largest, and all others as one', async () => {
    const at = now - 50 * DAY_MS;
    await store(
      times(25, (i) => times(i + 1, () => ({ at, name: `many.t${String(i).padStart(2, '0')}` }))).flat(),
    );
    await rollUp();
    const body = await read({ metric: 'throughput', by: 'name', window: '60d', step: '1d' });
    expect(body.series).toHaveLength(21);
    expect(keysOf(body)[0]).toBe('many.t24');
    const total = body.series.reduce((sum: number, { key }: any) => sum + Number(sumOf(body.series, key)), 0);
    const { rows } = await client.query(`SELECT count(*)::int AS n FROM task WHERE status <> 'REVOKED'`);
    expect(total).toBe(rows[0].n);
  });

  it('keeps the backlog for longer than Redis', async () => {
    const minute = Math.floor(now / MINUTE_MS) - 5;
    const key = `${stand.sandbox.prefix}:minute:webhooks:${minute}`;
    await stand.sandbox.redis.hset(key, { sampled: 1, waiting: 17, oldestMs: 900 });
    await stand.worker.get(BacklogCopies).step();
    await stand.sandbox.redis.del(key);
    const body = await read({ metric: 'backlog', window: '30d', queue: 'webhooks' });
    expect(body).toMatchObject({ source: 'history', step_ms: 6 * 60 * MINUTE_MS });
    expect(sumOf(body.series, 'webhooks')).toBe(17);
    expect(sumOf(body.series, 'webhooks', 'oldest_ms')).toBe(900);
  });

  it('forgets minutes after HISTORY_RETENTION_DAYS', async () => {
    await store([{ at: now - 95 * DAY_MS }]);
    await rollUp();
    await stand.worker.get(MinuteRollup).expire();
    const { rows } = await client.query('SELECT min(minute) AS first FROM task_minute');
    expect(rows[0].first.getTime()).toBeGreaterThan(now - 91 * DAY_MS);
  });
});
