import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { eventually } from '../support/eventually.js';
import { type StartedProcess, runToEnd, startProcess } from '../support/processes.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

describe('the processes', () => {
  let sandbox: Sandbox;
  const processes: StartedProcess[] = [];
  const start = async (entry: 'main' | 'worker', variables: Record<string, string> = {}) => {
    const started = await startProcess(entry, { ...sandbox.variables, ...variables });
    processes.push(started);
    return started;
  };

  beforeEach(async () => {
    sandbox = await createSandbox();
  });

  afterEach(async () => {
    await Promise.all(processes.splice(0).map((started) => started.stop('SIGKILL')));
    await sandbox.clean();
  });

  it.each(['main', 'worker'] as const)(
    '%s does not start with an invalid environment, and lists the errors',
    async (entry) => {
      const wrong = {
        ...sandbox.variables,
        PORT: 'eighty',
        WORKER_QUEUES: 'My mail',
        REDIS_URL: 'localhost',
      };
      const { code, output } = await runToEnd(entry, wrong);
      expect(code).toBe(1);
      expect(output).toContain('Invalid environment (3 problems)');
      for (const variable of ['PORT', 'WORKER_QUEUES', 'REDIS_URL'])
        expect(output).toContain(`- ${variable} is`);
      expect(output).not.toContain('    at ');
    },
  );

  it.each(['test-api', 'test-worker'] as const)(
    '%s does not start with a queue without a processor, and names the fix',
    async (entry) => {
      const { code, output } = await runToEnd(entry, { ...sandbox.variables, TEST_QUEUE: 'mail' });
      expect(code).toBe(1);
      expect(output).toContain(
        "No processor serves the queue mail: write a class with @Processor('mail') that extends TaskProcessor",
      );
      expect(output).not.toMatch(/ready| {4}at /);
    },
  );

  it('main reports in one line that its port is taken', async () => {
    const { url } = await start('main');
    const { code, output } = await runToEnd('main', { ...sandbox.variables, PORT: new URL(url).port });
    expect(code).toBe(1);
    expect(output).toContain('EADDRINUSE');
    expect(output).toMatch(/The API cannot listen on port \d+: it is in use by process \d+/);
    expect(output).not.toContain('    at ');
  });

  it('the worker logs at its start which queues it consumes', async () => {
    const worker = await start('worker', {
      WORKER_QUEUES: 'tasks,fetch',
      WORKER_CONCURRENCY: 'tasks=2,fetch=32',
      WORKER_NAME: 'worker-seven',
    });
    const line = await eventually(() => {
      const found = worker
        .output()
        .split('\n')
        .find((text) => text.includes('is ready'));
      expect(found).toBeDefined();
      return JSON.parse(found ?? '{}');
    });
    expect(line).toMatchObject({
      worker: 'worker-seven',
      queues: { tasks: 2, fetch: 32 },
      tasks: ['fetch.store', 'math.count-primes', 'math.divide'],
      broker: expect.stringMatching(/^redis:\/\/[^@]+$/),
    });
  });

  it('the worker answers health requests on its own port, and nothing of the API', async () => {
    const { url } = await start('worker');
    for (const path of ['/health/live', '/health/ready']) await request(url).get(path).expect(200);
    await eventually(async () => {
      const { body } = await request(url).get('/health').expect(200);
      expect(body).toMatchObject({ status: 'ok', details: { 'queue:fetch': { workers: 1 } } });
    });
    await request(url).post('/tasks?x=1&y=1').expect(404);
  });

  it('a queue without a live worker is a warning in /health, not a failure', async () => {
    const api = await start('main');
    await start('worker', { WORKER_QUEUES: 'tasks' });
    await eventually(async () => {
      const { body } = await request(api.url).get('/health').expect(200);
      expect(body.status).toBe('degraded');
      expect(body.details).toMatchObject({
        'queue:tasks': { status: 'up', workers: 1 },
        'queue:fetch': { status: 'degraded', message: 'no live worker: tasks wait' },
      });
    });
  });

  it('above HEALTH_MAX_RSS_MB the process is unhealthy', async () => {
    const api = await start('main', { HEALTH_MAX_RSS_MB: '64' });
    const { body } = await request(api.url).get('/health/live').expect(503);
    expect(body.details.memory).toMatchObject({ status: 'down', limit_mb: 64 });
  });

  it('exit with 0 on a signal or when their parent dies', async () => {
    const api = await start('main');
    const worker = await start('worker');
    expect(await api.stop('SIGTERM')).toBe(0);
    worker.child.disconnect();
    await eventually(() => expect(worker.child.exitCode).toBe(0));
  });

  it('a stopping worker finishes its tasks, and requeues at once those that exceed the limit', async () => {
    const slow = { DIVIDE_DELAY_MS: '60000', SHUTDOWN_TIMEOUT_MS: '100', WORKER_QUEUES: 'tasks' };
    const api = await start('main');
    const worker = await start('worker', slow);
    const { body } = await request(api.url).post('/tasks?x=10&y=2').expect(201);
    const status = async () => (await request(api.url).get(`/tasks/${body.task_id}`)).body;
    await eventually(async () => expect(await status()).toMatchObject({ status: 'STARTED', attempt: 1 }));
    expect(await worker.stop('SIGTERM')).toBe(0);
    expect(await status()).toMatchObject({ status: 'PENDING', error: null });

    await start('worker', { WORKER_QUEUES: 'tasks' });
    await eventually(async () => expect(await status()).toMatchObject({ status: 'SUCCESS', result: 5 }));
  });

  it('a stopping worker is not ready, and a second signal makes it requeue its tasks', async () => {
    const api = await start('main');
    const worker = await start('worker', { DIVIDE_DELAY_MS: '60000', WORKER_QUEUES: 'tasks' });
    const { body } = await request(api.url).post('/tasks?x=10&y=2').expect(201);
    const status = async () => (await request(api.url).get(`/tasks/${body.task_id}`)).body.status;
    await eventually(async () => expect(await status()).toBe('STARTED'));
    const stopped = worker.stop('SIGTERM');
    await eventually(async () => {
      const { body: health } = await request(worker.url).get('/health/ready').expect(503);
      expect(health.details.process).toMatchObject({ status: 'down', message: 'the process is stopping' });
    });
    await request(worker.url).get('/health/live').expect(200);
    const { body: workers } = await request(api.url).get('/workers').expect(200);
    expect(workers.items).toEqual([expect.objectContaining({ state: 'draining', active_count: 1 })]);

    // At a second signal it does not wait for the minute that the task still needs.
    await eventually(async () => {
      worker.child.kill('SIGTERM');
      expect(await status()).toBe('PENDING');
    });
    expect(await stopped).toBe(0);
    const { body: task } = await request(api.url).get(`/tasks/${body.task_id}`);
    expect(task).toMatchObject({ status: 'PENDING', error: null, attempt: 0 });
  });

  it('a worker above WORKER_MAX_RSS_MB exits with 0', async () => {
    const worker = await start('worker', { WORKER_MAX_RSS_MB: '64' });
    await eventually(() => expect(worker.child.exitCode).toBe(0), 25_000);
    await eventually(() =>
      expect(worker.output()).toContain('more than WORKER_MAX_RSS_MB: draining, then exiting'),
    );
  });
});
