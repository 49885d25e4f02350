import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { Deploys } from '../../src/core/workers/deploys.js';
import { WorkerDirectory } from '../../src/core/workers/worker-directory.js';
import type { WorkerReport } from '../../src/core/workers/worker-report.js';
import { settings } from '../../src/platform/config/settings.js';
import { version } from '../../src/platform/config/version.js';
import { QueueStatsRecorder } from '../../src/worker/upkeep/queue-stats-recorder.js';
import { eventually } from '../support/eventually.js';
import { API_KEYS, KEYS, bearer } from '../support/keys.js';
import { type Stand, startStand } from '../support/stand.js';

const PASSWORD = 'no-one-may-see-this';

describe('facts for operators', () => {
  let stand: Stand;
  let failed: string[];

  beforeAll(async () => {
    stand = await startStand({}, { API_KEYS, SMTP_URL: `smtp://user:${PASSWORD}@127.0.0.1:2525` });
    const post = (y: number) => ({ payload: { x: 8, y } });
    await fillAs(20, post(2));
    failed = await fillAs(3, post(0));
    await eventually(async () => {
      const { counts } = await get('/queues/tasks');
      expect(counts).toMatchObject({ waiting: 0, started: 0, succeeded: 20, failed: 3 });
    });
  });
  afterAll(() => stand.stop());

  const server = () => stand.app.getHttpServer();
  const get = async (path: string, key = KEYS.viewer) =>
    (await request(server()).get(path).set(bearer(key)).expect(200)).body;
  async function fillAs(count: number, task: object): Promise<string[]> {
    const tasks = Array.from({ length: count }, () => ({ name: 'math.divide', ...task }));
    const sent = request(server()).post('/tasks/batch').set(bearer(KEYS.submitter)).send({ tasks });
    const { body } = await sent.expect(201);
    return body.items.map((item: { task_id: string }) => item.task_id);
  }

  it('lists the last runs of a type, with percentiles', async () => {
    const { items, run_ms: run, wait_ms: wait } = await get('/task-types/math.divide/runs');
    expect(items).toHaveLength(23);
    expect(items[0]).toEqual({
      ...{ task_id: expect.any(String), status: expect.stringMatching(/^(SUCCESS|FAILURE)$/), attempt: 1 },
      ...{ finished_at: expect.any(String), run_ms: expect.any(Number), wait_ms: expect.any(Number) },
      worker: expect.any(String),
    });
    const ends = items.map((item: any) => item.finished_at);
    expect(ends).toEqual(ends.toSorted().reverse());
    const runs = items.map((item: any) => item.run_ms).toSorted((a: number, b: number) => a - b);
    expect(run).toEqual({ p50: runs[11], p95: runs[21] });
    expect(wait.p95).toBeGreaterThanOrEqual(wait.p50);
    expect((await get('/task-types/math.divide/runs?limit=2')).items).toEqual(items.slice(0, 2));
    expect(await get('/task-types/math.count-primes/runs')).toEqual({
      ...{ items: [], run_ms: { p50: null, p95: null }, wait_ms: { p50: null, p95: null } },
    });
    const refused = (path: string) => request(server()).get(path).set(bearer(KEYS.viewer));
    await refused('/task-types/math.divide/runs?limit=201').expect(422);
    await refused('/task-types/nothing.at-all/runs').expect(404);
  });

  it('names the group of errors of a failed task', async () => {
    const { fingerprint } = await get(`/tasks/${failed[0]}`);
    const group = await get(`/errors/${fingerprint}`);
    expect(group.task_ids).toEqual(expect.arrayContaining(failed));
    const counts = await get(`/tasks/counts?q=fingerprint:${fingerprint}`);
    expect(counts.FAILURE).toEqual({ value: 3, relation: 'exact' });
    const [done] = (await get('/tasks?status=SUCCESS&limit=1')).items;
    expect(await get(`/tasks/${done.task_id}`)).not.toHaveProperty('fingerprint');
  });

  it('says since when a queue has been idle', async () => {
    const [{ finished_at: last }] = (await get('/task-types/math.divide/runs?limit=1')).items;
    expect((await get('/queues/tasks')).idle_since).toBe(last);
    expect((await get('/queues/fetch')).idle_since).toBeNull();
  });

  it('makes one series of all queues', async () => {
    await stand.worker.get(QueueStatsRecorder).stop(); // flushes its statistics
    const sum = async (metric: string, by: string) => {
      const { series } = await get(`/stats?metric=${metric}&by=${by}&window=1h`);
      return series.map(({ key, values }: any) => [key, values.reduce((a: number, b: number) => a + b, 0)]);
    };
    expect(await sum('throughput', 'all')).toEqual([[null, 23]]);
    expect(await sum('throughput', 'queue')).toContainEqual(['tasks', 23]);
    const { series } = await get('/stats?metric=run&by=all&window=1h&queue=fetch');
    expect(series).toEqual([expect.objectContaining({ key: null })]);
    expect(new Set(series[0].p95_ms)).toEqual(new Set([null]));
    await request(server()).get('/stats?metric=backlog&by=all').set(bearer(KEYS.viewer)).expect(422);
  });

  it('lists deploys: versions that no live worker had before', async () => {
    const versions = async () => (await get('/deploys')).items.map((item: any) => item.version);
    const deploys = stand.worker.get(Deploys, { strict: false });
    expect(await versions()).toEqual([version]);
    const [here] = await stand.worker.get(WorkerDirectory, { strict: false }).live();
    await deploys.arrived({ id: 'other', version });
    expect(await versions()).toEqual([version]); // not the first worker of its version
    await deploys.arrived({ id: 'a', version: '9.0.0' });
    await deploys.arrived({ id: 'b', version: '9.0.0' });
    expect(await versions()).toEqual(['9.0.0', version]);
    await deploys.arrived({ ...(here as unknown as WorkerReport), version }); // rolled back
    expect(await versions()).toEqual([version, '9.0.0', version]);
    for (let i = 0; i < 60; i++) await deploys.arrived({ id: 'c', version: `9.1.${i}` });
    const newest = await versions();
    expect(newest).toHaveLength(50);
    expect(newest[0]).toBe('9.1.59');
  });

  it('asks a worker for its settings', async () => {
    const [worker] = (await get('/workers')).items;
    const path = `/workers/${worker.worker_id}/settings`;
    const body = await get(path, KEYS.operator);
    expect(body).toMatchObject({ worker_id: worker.worker_id, answered: true });
    expect(body.items).toEqual((await get('/settings', KEYS.operator)).items);
    expect(JSON.stringify(body)).not.toContain(PASSWORD);
    await request(server()).get(path).set(bearer(KEYS.viewer)).expect(403);
    const unknown = request(server()).get('/workers/nobody/settings').set(bearer(KEYS.operator));
    await unknown.expect(404);
    const command = request(server())
      .post(`/workers/${worker.worker_id}/commands`)
      .set(bearer(KEYS.operator));
    await command.send({ command: 'settings' }).expect(422); // only by its own route
  });

  it('shows settings without secrets, to operators only', async () => {
    const body = await get('/settings', KEYS.operator);
    expect(body.versions).toEqual({
      ...{ celeriac: version, node: process.versions.node, redis: expect.stringMatching(/^\d+\.\d+/) },
    });
    expect(body.items.map(({ name }: any) => name)).toEqual(
      Object.values(settings).map(({ variable }) => variable),
    );
    const named = (name: string) => body.items.find((item: any) => item.name === name);
    expect(named('SMTP_URL')).toMatchObject({ secret: true, set: true, changed: true, value: null });
    expect(named('AUDIT_MAX_ENTRIES')).toMatchObject({ value: 10_000, default: '10000', changed: false });
    const secrets = [PASSWORD, ...API_KEYS.split(',').map((entry) => entry.split(':')[2])];
    for (const one of secrets) expect(JSON.stringify(body)).not.toContain(one);
    for (const item of body.items) if (item.secret) expect(item.value).toBeNull();
    await request(server()).get('/settings').set(bearer(KEYS.viewer)).expect(403);
  });
});
