import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { eventually } from '../support/eventually.js';
import { OtlpReceiver } from '../support/otlp-receiver.js';
import { type StartedProcess, runToEnd, startProcess } from '../support/processes.js';
import { type Sandbox, type Variables, createSandbox } from '../support/sandbox.js';

/** Everything of OpenTelemetry except its API, which does nothing by itself, and which prom-client loads, too. */
const SDK = /node_modules\/(@opentelemetry\/(?!api\/)|bullmq-otel\/|(import|require)-in-the-middle\/)/;

describe('tracing', () => {
  let sandbox: Sandbox;
  let collector: OtlpReceiver;
  const processes: StartedProcess[] = [];
  const folders: string[] = [];
  const start = async (entry: 'main' | 'worker' | 'test-worker', variables: Variables) => {
    const started = await startProcess(entry, { ...sandbox.variables, ...variables });
    processes.push(started);
    return started;
  };

  beforeEach(async () => {
    sandbox = await createSandbox({ WORKER_THREADS: '1' });
    collector = await OtlpReceiver.start();
  });

  afterEach(async () => {
    await Promise.all(processes.splice(0).map((started) => started.stop('SIGKILL')));
    await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })));
    await collector.stop();
    await sandbox.clean();
  });

  /** The modules loaded by a process and its threads: V8 lists all scripts when they end. */
  const loadedModules = async (variables: Variables) => {
    const folder = await mkdtemp(join(tmpdir(), 'celeriac-coverage-'));
    folders.push(folder);
    const traced = { ...variables, NODE_V8_COVERAGE: folder };
    const api = await start('main', traced);
    const worker = await start('worker', traced);
    const { body } = await request(api.url)
      .post('/tasks/math.count-primes')
      .set('traceparent', `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`)
      .set('Prefer', 'wait=30')
      .send({ payload: { n: 1_000 } });
    expect(body).toMatchObject({ status: 'SUCCESS' });
    await Promise.all([api.stop(), worker.stop()]);
    const files = await readdir(folder);
    const reports = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
    return reports.flatMap((report) => JSON.parse(report).result.map(({ url }: { url: string }) => url));
  };

  it.each<Variables>([{}, { OTEL_EXPORTER_OTLP_ENDPOINT: '' }])(
    'is off with %j: nothing of it is loaded, and no trace is kept',
    async (variables) => {
      const urls = await loadedModules(variables);
      expect(urls.filter((url) => url.includes('/node_modules/bullmq/')).length).toBeGreaterThan(0);
      expect(urls.filter((url) => SDK.test(url))).toEqual([]);
      for (const key of await sandbox.redis.keys(`${sandbox.prefix}:tasks:*-*`)) {
        if ((await sandbox.redis.type(key)) !== 'hash') continue;
        expect(JSON.stringify(await sandbox.redis.hgetall(key))).not.toMatch(/traceparent|"tm"/);
      }
      expect(processes.map((started) => started.output()).join('')).not.toContain('trace_id');
    },
  );

  it('is on with a collector, and sends its remaining spans when its process ends', async () => {
    const variables = { ...collector.variables, OTEL_BSP_SCHEDULE_DELAY: '3600000' };
    const urls = await loadedModules(variables);
    expect(urls.filter((url) => SDK.test(url)).length).toBeGreaterThan(0);
    const names = collector.spans.map(({ service, name }) => `${service}: ${name}`);
    expect(names).toEqual(
      expect.arrayContaining([
        'celeriac-api: POST /tasks/:name',
        'celeriac-api: submit math.count-primes',
        'celeriac-worker: run math.count-primes',
      ]),
    );
  });

  it("takes its name, attributes, sampler and protocol from OpenTelemetry's variables", async () => {
    const named = { OTEL_SERVICE_NAME: 'shop', OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment=staging' };
    const protobuf = { ...collector.variables, ...named, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' };
    const api = await start('main', { ...protobuf, OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=seven' });
    await request(api.url).get('/nowhere').expect(404);
    await eventually(() => {
      const [first] = collector.bodies;
      expect(first).toMatchObject({ contentType: 'application/x-protobuf', path: '/v1/traces' });
      expect(first?.headers['x-tenant']).toBe('seven');
      for (const text of ['shop', 'deployment.environment', 'staging'])
        expect(first?.body.includes(text)).toBe(true);
    });
    await api.stop();
    const count = collector.bodies.length;
    const unsampled = await start('main', { ...protobuf, OTEL_TRACES_SAMPLER: 'always_off' });
    await request(unsampled.url).get('/nowhere').expect(404);
    await unsampled.stop();
    expect(collector.bodies).toHaveLength(count);
  });

  it('reports an unreachable collector in one line, and blocks neither work nor shutdown', async () => {
    await collector.stop();
    const away = { OTEL_EXPORTER_OTLP_TIMEOUT: '200' };
    const api = await start('main', { ...collector.variables, ...away });
    const fault = () =>
      api
        .output()
        .split('\n')
        .filter((line) => line.includes('"Tracing"'));
    await eventually(async () => {
      await request(api.url).post('/tasks?x=1&y=1').expect(201);
      expect(fault()).toHaveLength(1);
    });
    expect(fault()[0]).toContain('the collector refused them');
    expect(await api.stop()).toBe(0);
    expect(fault()).toHaveLength(1);
  });

  it('does not start with an invalid collector address', async () => {
    const wrong = { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' };
    const { code, output } = await runToEnd('main', { ...sandbox.variables, ...wrong });
    expect(code).toBe(1);
    expect(output).toContain('OTEL_EXPORTER_OTLP_ENDPOINT must be a URL');
    expect(output).toContain(
      'OTEL_EXPORTER_OTLP_PROTOCOL is "grpc", but must be one of http/protobuf, http/json',
    );
  });
});
