import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { eventually } from '../support/eventually.js';
import { startApi } from '../support/in-process.js';
import { type StartedProcess, startProcess } from '../support/processes.js';
import { submitUnknown } from '../support/raw-submit.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';
import { isCancelled } from '../support/is-cancelled.js';

/** Values by series, `name{label="x"}`, parsed from Prometheus' text format. */
function parse(text: string): Map<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

describe('/metrics', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  let worker: StartedProcess;

  beforeAll(async () => {
    sandbox = await createSandbox({ WORKER_NAME: 'w1', WORKER_QUEUES: 'tasks' });
    app = await startApi(sandbox.variables);
    worker = await startProcess('test-worker', sandbox.variables);
  });

  afterAll(async () => {
    await Promise.all([worker.stop(), app.close()]);
    await sandbox.clean();
  });

  const ofApi = async () => parse((await request(app.getHttpServer()).get('/metrics').expect(200)).text);
  const ofWorker = async () => parse((await request(worker.url).get('/metrics').expect(200)).text);
  const submit = (x: number, y: number) =>
    request(app.getHttpServer()).post('/tasks/math.divide').send({ payload: { x, y } }).expect(201);

  it('exports what a worker executes and its outcomes, like Flower', async () => {
    await submit(4, 2);
    await submit(1, 0);
    const running = await submitUnknown(app, 'test.obedient');
    await eventually(async () => {
      const { body } = await request(app.getHttpServer()).get(`/tasks/${running}`).expect(200);
      expect(body.status).toBe('STARTED');
    });
    const labels = (type: string) => `{task="math.divide",type="${type}",worker="w1"}`;
    await eventually(async () => {
      const metrics = await ofWorker();
      expect(metrics.get(`celeriac_task_events_total${labels('started')}`)).toBe(2);
      expect(metrics.get(`celeriac_task_events_total${labels('succeeded')}`)).toBe(1);
      expect(metrics.get(`celeriac_task_events_total${labels('failed')}`)).toBe(1);
      expect(metrics.get('celeriac_task_runtime_seconds_count{task="math.divide",worker="w1"}')).toBe(2);
      expect(metrics.get('celeriac_task_queue_wait_seconds_count{task="math.divide",worker="w1"}')).toBe(2);
      expect(metrics.get('celeriac_worker_executing_tasks{worker="w1"}')).toBe(1);
      expect(metrics.get('celeriac_worker_prefetched_tasks{worker="w1"}')).toBe(0);
    });
    await request(app.getHttpServer()).post(`/tasks/${running}/cancel`).expect(isCancelled);
    await eventually(async () =>
      expect((await ofWorker()).get('celeriac_worker_executing_tasks{worker="w1"}')).toBe(0),
    );
  });

  it('counts a task of another codebase as unknown: labels do not grow with the input', async () => {
    for (let i = 0; i < 3; i += 1) await submitUnknown(app, `nobody.knows-${i}`);
    await eventually(async () => {
      const series = [...(await ofWorker()).keys()].filter((name) => name.includes('nobody'));
      expect(series).toEqual([]);
      const retried = 'celeriac_task_events_total{task="unknown",type="retried",worker="w1"}';
      expect((await ofWorker()).get(retried)).toBeGreaterThanOrEqual(3);
    });
  });

  it('exports schedules by state, and ticks with their lateness', async () => {
    const schedule = { task: 'math.divide', payload: { x: 4, y: 2 }, every_ms: 1_000 };
    const put = (id: string) =>
      request(app.getHttpServer()).put(`/schedules/${id}`).send(schedule).expect(201);
    await Promise.all([put('ticking'), put('paused')]);
    await request(app.getHttpServer()).post('/schedules/paused/pause').expect(200);
    expect((await ofApi()).get('celeriac_schedules{state="active"}')).toBe(1);
    expect((await ofApi()).get('celeriac_schedules{state="paused"}')).toBe(1);
    await eventually(async () => {
      const metrics = await ofWorker();
      const ticks = (outcome: string) =>
        metrics.get(`celeriac_schedule_ticks_total{outcome="${outcome}",worker="w1"}`);
      expect(ticks('submitted')).toBeGreaterThanOrEqual(1);
      expect(ticks('missed')).toBe(0);
      expect(metrics.get('celeriac_schedule_lateness_seconds_count{worker="w1"}')).toBe(ticks('submitted'));
    });
    await request(app.getHttpServer()).delete('/schedules/ticking').expect(204);
  });

  it('exports the state of queues, workers and the broker', async () => {
    await request(app.getHttpServer())
      .post('/tasks/fetch.store')
      .send({ payload: { url: 'https://example.com/' } });
    const metrics = await ofApi();
    expect(metrics.get('celeriac_broker_up')).toBe(1);
    expect(metrics.get('celeriac_broker_connections')).toBeGreaterThan(1);
    expect(metrics.get('celeriac_queue_tasks{queue="fetch",state="waiting"}')).toBe(1);
    expect(metrics.get('celeriac_queue_backlog_seconds{queue="fetch"}')).toBe(1);
    expect(metrics.get('celeriac_queue_oldest_waiting_seconds{queue="fetch"}')).toBeGreaterThanOrEqual(0);
    expect(metrics.get('celeriac_queue_consumers{queue="tasks"}')).toBe(1);
    expect(metrics.get('celeriac_queue_paused{queue="tasks"}')).toBe(0);
    expect(metrics.get('celeriac_worker_online{worker="w1"}')).toBe(1);
    expect(metrics.get('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThanOrEqual(0);
  });

  it('exports the stored bytes of blobs and their limit', async () => {
    await sandbox.redis.hset(`${sandbox.prefix}:blob-sizes`, 'total', 5_000);
    const metrics = await ofApi();
    expect(metrics.get('celeriac_blobs_bytes')).toBe(5_000);
    expect(metrics.get('celeriac_blobs_max_bytes')).toBe(0);
  });

  it('measures requests by route pattern', async () => {
    const server = app.getHttpServer();
    for (const id of ['a', 'b']) await request(server).get(`/tasks/${id}`).expect(404);
    await request(server).get('/nowhere/a').expect(404);
    await request(server).get('/nowhere/b').expect(404);
    const counts = await ofApi();
    const count = (route: string) =>
      counts.get(`celeriac_http_request_duration_seconds_count{method="GET",route="${route}",status="404"}`);
    expect(count('/tasks/:task_id')).toBe(2);
    expect(count('unmatched')).toBe(2);
  });

  it('measures a mounted application as one route, including its failures', async () => {
    const server = app.getHttpServer();
    for (const path of ['/dashboard/no-such', '/dashboard/assets/no-such.js', '/docs/no-such?x=1'])
      await request(server).get(path);
    const routes = [...(await ofApi()).keys()].filter((name) => /request_duration_seconds_count/.test(name));
    for (const route of ['/dashboard', '/docs'])
      expect(routes.some((name) => name.includes(`route="${route}"`))).toBe(true);
    expect(routes.filter((name) => name.includes('no-such'))).toEqual([]);
  });

  it('counts background events by outcome', async () => {
    await request(app.getHttpServer()).post('/notify?email=ada@example.com').expect(200);
    await eventually(async () =>
      expect((await ofApi()).get('celeriac_background_events_total{outcome="succeeded"}')).toBe(1),
    );
  });
});
