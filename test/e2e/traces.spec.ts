import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { eventually } from '../support/eventually.js';
import { type LocalOrigin, startOrigin } from '../support/local-origin.js';
import { OtlpReceiver, type ReceivedSpan } from '../support/otlp-receiver.js';
import { type StartedProcess, logLines, startProcess } from '../support/processes.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

/** Traces as in Jaeger or Tempo: real processes send them to a collector in this test. */
describe('a trace', () => {
  let sandbox: Sandbox;
  let collector: OtlpReceiver;
  let origin: LocalOrigin;
  let api: StartedProcess;
  let worker: StartedProcess;
  /** The `traceparent` of requests to the origin, by path. */
  const told = new Map<string, string | undefined>();

  beforeAll(async () => {
    origin = await startOrigin((incoming, response) => {
      told.set(
        (incoming.url ?? '').split('?')[0] ?? '',
        incoming.headers['traceparent'] as string | undefined,
      );
      response.statusCode = incoming.url?.startsWith('/missing') ? 404 : 200;
      response.end('here');
    });
    collector = await OtlpReceiver.start();
    sandbox = await createSandbox({
      ...collector.variables,
      ...{ FETCH_ALLOW_PRIVATE: 'true', TRACEPARENT_HOSTS: 'localhost', WORKER_THREADS: '1' },
      SMTP_URL: '',
    });
    api = await startProcess('test-api', sandbox.variables);
    worker = await startProcess('test-worker', sandbox.variables);
  });

  afterAll(async () => {
    await Promise.all([api.stop(), worker.stop(), origin.close()]);
    await collector.stop();
    await sandbox.clean();
  });

  /** A `traceparent` as sent by a client. */
  const newTrace = () => {
    const hex = (length: number) =>
      Array.from({ length }, () => Math.floor(Math.random() * 15 + 1).toString(16)).join('');
    const [traceId, spanId] = [hex(32), hex(16)];
    return { traceId, spanId, header: `00-${traceId}-${spanId}-01` };
  };
  const post = (path: string, body: object, header: string) =>
    request(api.url)
      .post(path)
      .set('traceparent', header)
      .send(body)
      .ok(({ ok }) => ok);

  /** The tree of a trace, once it has `count` spans: `name > name` for each span under its parent. */
  const treeOf = (traceId: string, count: number) =>
    eventually(() => {
      const spans = collector.trace(traceId);
      expect(spans.length).toBeGreaterThanOrEqual(count);
      return { spans, edges: spans.map((span) => `${parentOf(span, spans)} > ${span.name}`).sort() };
    }, 25_000); // a thread loads the whole application first
  const parentOf = ({ parentSpanId }: ReceivedSpan, spans: readonly ReceivedSpan[]) =>
    spans.find(({ spanId }) => spanId === parentSpanId)?.name ?? parentSpanId;
  const named = (spans: readonly ReceivedSpan[], name: string): ReceivedSpan => {
    const [found, ...more] = spans.filter((span) => span.name === name);
    expect(more).toEqual([]);
    expect(found).toBeDefined();
    return found as ReceivedSpan;
  };

  it('leads from the request through submit and run to the child task and its calls', async () => {
    const { traceId, spanId, header } = newTrace();
    const { body } = await post('/tasks/test.parent', { payload: { word: origin.url } }, header);
    const { body: read } = await request(api.url).get(`/tasks/${body.task_id}`).expect(200);
    expect(read.trace_id).toBe(traceId);
    const { spans, edges } = await treeOf(traceId, 7);
    expect(edges).toEqual(
      [
        `${spanId} > POST /tasks/:name`,
        'POST /tasks/:name > submit test.parent',
        'submit test.parent > run test.parent',
        'run test.parent > submit test.calls',
        'submit test.calls > run test.calls',
        'run test.calls > GET',
        'run test.calls > GET',
      ].sort(),
    );
    expect(named(spans, 'POST /tasks/:name')).toMatchObject({
      ...{ service: 'celeriac-api', kind: 'server', isError: false },
      attributes: { 'http.route': '/tasks/:name', 'http.response.status_code': 201 },
    });
    expect(named(spans, 'submit test.parent')).toMatchObject({ service: 'celeriac-api', kind: 'producer' });
    expect(named(spans, 'run test.parent')).toMatchObject({
      ...{ service: 'celeriac-worker', kind: 'consumer', isError: false },
      attributes: {
        'celeriac.task.id': body.task_id,
        'celeriac.task.name': 'test.parent',
        'celeriac.task.queue': 'tasks',
        'celeriac.task.attempt': 1,
        'celeriac.task.outcome': 'succeeded',
      },
    });
    const calls = spans.filter(({ kind }) => kind === 'client');
    expect(calls.map(({ attributes }) => attributes['url.full']).sort()).toEqual([
      `${origin.url}/fetch`,
      `${origin.url}/http`,
    ]);
    for (const call of calls) {
      const path = new URL(String(call.attributes['url.full'])).pathname;
      expect(told.get(path)).toBe(`00-${traceId}-${call.spanId}-01`);
    }
    expect(collector.text).not.toContain('sesame');
  });

  it('has all steps of a workflow, the items of a list and the hook of its end', async () => {
    const { traceId, spanId, header } = newTrace();
    const divide = (x: unknown) => ({ task: 'math.divide', payload: { x, y: 2 } });
    const steps = {
      first: divide(8),
      second: divide({ $result: 'first' }),
      each: { ...divide({ $item: '' }), each: [4, 6], after: ['second'] },
    };
    await post('/workflows', { name: 'halves', steps, on_success: divide(2) }, header);
    const { edges } = await treeOf(traceId, 9);
    const attempts = edges.filter((edge) => edge.startsWith('submit halves > '));
    expect(edges.filter((edge) => !attempts.includes(edge))).toEqual(
      ['POST /workflows > submit halves', `${spanId} > POST /workflows`].sort(),
    );
    // Two steps, two items, the step that starts these and then gathers their results, and the hook.
    expect(attempts.filter((edge) => edge.endsWith('run math.divide'))).toHaveLength(6);
  });

  it('continues in a thread, and in its submits and calls', async () => {
    const { traceId, header } = newTrace();
    await post('/tasks/test.thread-parent', { payload: { word: origin.url } }, header);
    const { edges } = await treeOf(traceId, 6);
    expect(edges).toEqual(
      expect.arrayContaining([
        'submit test.thread-parent > run test.thread-parent',
        'run test.thread-parent > GET',
        'run test.thread-parent > submit math.divide',
        'submit math.divide > run math.divide',
      ]),
    );
    expect(told.get('/thread')).toContain(traceId);
    await eventually(() => {
      const line = logLines(worker).find(({ msg }) => msg === 'code says traced');
      expect(line).toMatchObject({ trace_id: traceId, span_id: expect.any(String) });
    });
  });

  it('has each attempt below the submit, with its outcome and without secrets', async () => {
    const { traceId, header } = newTrace();
    await post('/tasks/test.flaky', { payload: {} }, header);
    const { spans, edges } = await treeOf(traceId, 5);
    expect(edges.filter((edge) => edge === 'submit test.flaky > run test.flaky')).toHaveLength(3);
    const runs = spans.filter(({ name }) => name === 'run test.flaky');
    const ends = runs.map(({ attributes, isError }) => [attributes['celeriac.task.outcome'], isError]);
    expect(ends).toEqual([
      ['retried', true],
      ['snoozed', false],
      ['succeeded', false],
    ]);
    expect(runs[0]?.message).toBe('refused: Authorization: [redacted]');
    expect(runs[0]?.events).toEqual([expect.objectContaining({ name: 'exception' })]);
    expect(collector.text).not.toMatch(/abc123def456|kept to itself/);
  });

  it('continues when a task is retried by hand, without the secrets of its payload', async () => {
    const { traceId, header } = newTrace();
    const payload = { mode: 'fail', password: 'correct-horse' };
    const { body } = await post('/tasks/test.secret', { payload }, header);
    const { spans } = await treeOf(traceId, 3);
    expect(named(spans, 'run test.secret')).toMatchObject({
      isError: true,
      message: expect.stringContaining('cannot log in with [redacted]'),
      attributes: { 'celeriac.task.outcome': 'failed' },
    });
    await eventually(() => request(api.url).post(`/tasks/${body.task_id}/retry`).expect(202));
    const { edges } = await treeOf(traceId, 4);
    expect(edges.filter((edge) => edge === 'submit test.secret > run test.secret')).toHaveLength(2);
    expect(collector.text).not.toContain('correct-horse');
  });

  it('contains one task if a request is repeated with its Idempotency-Key', async () => {
    const [first, second] = [newTrace(), newTrace()];
    const send = (header: string) =>
      post('/tasks?x=8&y=2', {}, header).set('Idempotency-Key', first.traceId).expect(201);
    const [one, other] = [await send(first.header), await send(second.header)];
    expect(other.body.task_id).toBe(one.body.task_id);
    expect((await treeOf(first.traceId, 3)).edges).toContain('submit math.divide > run math.divide');
    expect((await treeOf(second.traceId, 1)).spans.map(({ name }) => name)).toEqual(['POST']);
  });

  it('has 499 if the client disconnected', async () => {
    const { traceId, header } = newTrace();
    await post('/tasks/test.obedient', { payload: { ms: 1 } }, newTrace().header); // warms up
    const waits = post('/tasks/test.obedient', { payload: { ms: 3_000 } }, header).set('Prefer', 'wait=3');
    const aborted = waits.then(
      () => 'answered',
      () => 'aborted',
    );
    await eventually(() =>
      expect(collector.trace(traceId).map(({ name }) => name)).toContain('submit test.obedient'),
    );
    waits.abort();
    expect(await Promise.race([aborted, Promise.resolve('aborted')])).toBe('aborted');
    const { spans } = await treeOf(traceId, 2);
    expect(named(spans, 'POST /tasks/:name').attributes['http.response.status_code']).toBe(499);
  });

  it('contains the tasks of a batch', async () => {
    const { traceId, header } = newTrace();
    const tasks = [1, 2, 3].map((x) => ({ name: 'math.divide', payload: { x, y: 1 } }));
    await post('/tasks/batch', { tasks }, header);
    const { edges } = await treeOf(traceId, 5);
    expect(edges.filter((edge) => edge === 'submit many to tasks > run math.divide')).toHaveLength(3);
  });

  it('is propagated to the hosts of TRACEPARENT_HOSTS that a fetch calls, and to no other', async () => {
    const { traceId, header } = newTrace();
    const local = origin.url.replace('127.0.0.1', 'localhost');
    for (const url of [`${local}/told?key=sesame`, `${origin.url}/untold`, `${origin.url}/missing`])
      await post('/fetch', { url }, header);
    const { spans } = await treeOf(traceId, 12);
    const calls = spans.filter(({ kind }) => kind === 'client');
    const byPath = new Map(
      calls.map((call) => [new URL(String(call.attributes['url.full'])).pathname, call]),
    );
    expect(told.get('/told')).toBe(`00-${traceId}-${byPath.get('/told')?.spanId}-01`);
    expect(told.has('/untold')).toBe(true);
    expect(told.get('/untold')).toBeUndefined();
    expect(byPath.get('/untold')).toMatchObject({
      isError: false,
      attributes: { 'server.address': '127.0.0.1', 'http.response.status_code': 200 },
    });
    expect(byPath.get('/missing')).toMatchObject({ isError: true, attributes: { 'error.type': '404' } });
    expect(collector.text).not.toContain('sesame');
  });

  it('contains the work that a request does after its response', async () => {
    const { traceId, header } = newTrace();
    await request(api.url).post('/notify?email=ada@example.com').set('traceparent', header).expect(200);
    const { edges } = await treeOf(traceId, 2);
    expect(edges).toContain('POST /notify > background EmailRequested');
  });

  it('appears in log lines and problems', async () => {
    const { traceId, header } = newTrace();
    const { body } = await request(api.url)
      .get('/tasks/00000000-0000-7000-8000-000000000000?token=sesame')
      .set('traceparent', header)
      .expect(404);
    expect(body).toMatchObject({ code: 'task-not-found', trace_id: traceId });
    await post('/tasks?x=4&y=2', {}, header);
    await eventually(() => {
      const ofTrace = [...logLines(api), ...logLines(worker)].filter(({ trace_id: id }) => id === traceId);
      expect(ofTrace.map(({ msg }) => msg)).toEqual(
        expect.arrayContaining([
          expect.stringMatching(/^GET \/tasks\/0+.* 404 in /),
          expect.stringMatching(/^POST \/tasks 201 in /),
          expect.stringMatching(/^Task math\.divide\[.*\] started$/),
          expect.stringMatching(/^Task math\.divide\[.*\] succeeded in .*: 2$/),
        ]),
      );
      for (const line of ofTrace) expect(line.span_id).toMatch(/^[\da-f]{16}$/);
    });
  });

  it("starts here if the client sends none, and follows the client's sampling decision otherwise", async () => {
    const { body } = await request(api.url).get('/nowhere').expect(404);
    expect(body.trace_id).toMatch(/^[\da-f]{32}$/);
    const { spans } = await treeOf(body.trace_id, 1);
    expect(spans).toMatchObject([{ kind: 'server', parentSpanId: '' }]);
    const { traceId, header } = newTrace();
    const unsampled = header.replace(/01$/, '00');
    const answer = await request(api.url).get('/nowhere').set('traceparent', unsampled).expect(404);
    expect(answer.body.trace_id).toBe(traceId);
    const broken = await request(api.url).get('/nowhere').set('traceparent', 'sesame').expect(404);
    expect((await treeOf(broken.body.trace_id, 1)).spans).toHaveLength(1);
    expect(collector.trace(traceId)).toEqual([]);
  });

  it('does not contain probes, scrapes and event streams', async () => {
    for (const path of ['/health', '/health/live', '/metrics', '/docs'])
      await request(api.url).get(path).expect(200);
    await request(worker.url).get('/health/ready').expect(200);
    const { body } = await request(api.url).get('/nowhere').expect(404);
    await treeOf(body.trace_id, 1);
    const paths = collector.spans.map(({ attributes }) => JSON.stringify(attributes['url.path']));
    expect(paths.filter((path) => /health|metrics|docs/.test(path))).toEqual([]);
    const names = new Set(collector.spans.map(({ name }) => name));
    expect([...names].filter((name) => /getNextJob|extendLocks|Stalled/.test(name))).toEqual([]);
  });
});
