import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { curl } from '../support/curl.js';
import { eventually } from '../support/eventually.js';
import { type StartedProcess, startProcess } from '../support/processes.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

/** The tutorial's own curl lines, against real processes. */
describe('the tutorial', () => {
  let sandbox: Sandbox;
  let api: StartedProcess;
  let worker: StartedProcess;
  const site = createServer((request, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ you_asked_for: request.url }));
  });

  beforeAll(async () => {
    sandbox = await createSandbox({ FETCH_ALLOW_PRIVATE: 'true' });
    await once(site.listen(0, '127.0.0.1'), 'listening');
    [api, worker] = await Promise.all([
      startProcess('main', sandbox.variables),
      startProcess('worker', sandbox.variables),
    ]);
  });

  afterAll(async () => {
    await Promise.all([api.stop(), worker.stop()]);
    site.close();
    await sandbox.clean();
  });

  /** The tutorial's line, with the port of this test's API. */
  const tutorial = async (line: string): Promise<any> =>
    (await curl(line.replace('http://localhost:8000', api.url))).body;
  const final = (path: string) =>
    eventually(async () => {
      const body = await tutorial(`curl http://localhost:8000${path}`);
      expect(['SUCCESS', 'FAILURE']).toContain(body.status);
      return body;
    });

  it('GET /', async () => {
    expect(await tutorial('curl http://localhost:8000/')).toEqual({ message: 'Hello World' });
  });

  it('POST /tasks?x=10&y=2, then the task and its result', async () => {
    const submitted = await tutorial("curl -X POST 'http://localhost:8000/tasks?x=10&y=2'");
    expect(submitted).toEqual({ task_id: expect.any(String), status: 'PENDING' });
    expect(await final(`/tasks/${submitted.task_id}`)).toMatchObject({
      task_id: submitted.task_id,
      status: 'SUCCESS',
      result: 5,
    });
    expect(await tutorial(`curl http://localhost:8000/result/${submitted.task_id}`)).toEqual({
      status: 'SUCCESS',
      result: 5,
    });
  });

  it('a division by zero', async () => {
    const { task_id } = await tutorial("curl -X POST 'http://localhost:8000/tasks?x=10&y=0'");
    expect(await final(`/tasks/${task_id}`)).toMatchObject({ status: 'FAILURE', result: 'division by zero' });
    expect(await tutorial(`curl http://localhost:8000/result/${task_id}`)).toEqual({
      status: 'FAILURE',
      result: 'division by zero',
    });
  });

  it('POST /notify?email=', async () => {
    expect(await tutorial("curl -X POST 'http://localhost:8000/notify?email=user@example.com'")).toEqual({
      message: 'Notification queued',
    });
    await eventually(() => expect(api.output()).toContain('email written to'));
  });

  it('POST /fetch?url=', async () => {
    const url = `http://127.0.0.1:${(site.address() as AddressInfo).port}/data.json`;
    const { task_id, ...rest } = await tutorial(
      `curl -X POST 'http://localhost:8000/fetch?url=${encodeURIComponent(url)}'`,
    );
    expect(rest).toEqual({});
    const { status, result } = await final(`/result/${task_id}`);
    expect(status).toBe('SUCCESS');
    expect(Object.keys(result).slice(0, 2)).toEqual(['status', 'data']);
    expect(result).toMatchObject({
      status: 'complete',
      data: { you_asked_for: '/data.json' },
      content_type: 'application/json',
      status_code: 200,
      final_url: url,
      bytes: 30,
    });
  });

  it('GET /docs, /openapi.json, /dashboard and /health', async () => {
    expect(await tutorial('curl http://localhost:8000/docs')).toContain('Celeriac API');
    expect(await tutorial('curl http://localhost:8000/dashboard')).toContain('Celeriac');
    expect(Object.keys((await tutorial('curl http://localhost:8000/openapi.json')).paths)).toEqual(
      expect.arrayContaining(['/tasks', '/tasks/math.divide', '/notify', '/fetch', '/result/{task_id}']),
    );
    await eventually(async () =>
      expect(await tutorial('curl http://localhost:8000/health')).toMatchObject({ status: 'ok' }),
    );
  });
});
