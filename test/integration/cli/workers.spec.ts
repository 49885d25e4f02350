import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestingModule } from '@nestjs/testing';
import { type CliStand, startCliStand } from '../../support/cli-stand.js';
import { eventually } from '../../support/eventually.js';
import { startWorker } from '../../support/in-process.js';
import { startProcess } from '../../support/processes.js';
import { taskClient } from '../../support/task-client.js';

const HOUR_MS = 3_600_000;

describe('celeriac and workers', () => {
  let stand: CliStand;
  let other: TestingModule;

  beforeAll(async () => {
    const settings = {
      WORKER_NAME: 'first',
      WORKER_QUEUES: 'tasks,operations',
      DIVIDE_DELAY_MS: `${HOUR_MS}`,
    };
    stand = await startCliStand({}, settings);
    const variables = { ...stand.sandbox.variables, WORKER_NAME: 'second', WORKER_QUEUES: 'fetch' };
    other = await startWorker(variables);
    await eventually(async () => expect(await stand.json('workers')).toHaveLength(2));
  });
  afterAll(async () => {
    await other.close();
    await stand.stop();
  });

  const tasks = taskClient(() => stand.url);
  const idOf = async (wanted: string) =>
    (await stand.json('workers')).find(({ name }: { name: string }) => name === wanted).worker_id as string;

  it('lists the workers, and shows one by its name or ID', async () => {
    expect((await stand.celeriac(['workers'])).stdout).toMatch(
      /\nfirst .* online .*tasks:\d+ operations:\d+\n/,
    );
    const id = await idOf('first');
    for (const named of ['first', id])
      expect((await stand.celeriac(['worker', named])).stdout).toContain(`first (${id})`);
    const { code, stderr } = await stand.celeriac(['worker', 'third']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('no worker "third"') });
  });

  it("prints what celery's inspect prints: active, active_queues, scheduled, revoked, registered", async () => {
    const running = await tasks.submit('math.divide', { x: 1, y: 2 });
    const later = await tasks.submit('math.divide', { x: 1, y: 2 }, { delay_ms: HOUR_MS });
    const revoked = await tasks.submit('math.divide', { x: 1, y: 2 }, { delay_ms: HOUR_MS });
    await tasks.cancel(revoked);
    const out = async (...line: string[]) => (await stand.celeriac(['inspect', ...line])).stdout;
    await eventually(async () => expect(await out('active')).toContain(running), 20_000);
    expect(await out('active', '--worker', 'second')).toMatch(/^-> second \(.*\):\n {4}- empty -\n$/);
    expect(await out('active_queues', '-w', 'second')).toMatch(/^-> second \(.*\):\n {4}\* fetch:\d+\n$/);
    expect(await out('scheduled')).toContain(later);
    expect(await out('scheduled')).not.toContain(running);
    expect(await out('revoked')).toContain(revoked);
    expect(await out('registered')).toMatch(/math\.divide +tasks +Divide/);
    await tasks.cancel(running);
    await tasks.cancel(later);
  });

  it('has no words that would have to be made up, and says so', async () => {
    expect(await stand.celeriac(['inspect', 'reserved'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('celeriac inspect --help'),
    });
    expect((await stand.celeriac(['inspect', '--help'])).stdout).toMatch(/not here:\n +reserved/);
  });

  it('waits for the replies of the workers themselves: ping, stats', async () => {
    const { code, stdout } = await stand.celeriac(['inspect', 'ping', '--timeout', '10s']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('2 replied.') });
    expect(stdout).toMatch(/-> first \(.*\): OK\n {4}pong\n/);
    const stats = await stand.json('inspect', 'stats', '--worker', 'second');
    expect(stats).toMatchObject({ replies: [{ ok: true, worker: { name: 'second' } }], missing: [] });
  });

  it('exits with 1 if a worker does not reply', async () => {
    const stuck = await startProcess('worker', {
      ...stand.sandbox.variables,
      WORKER_NAME: 'stuck',
      WORKER_QUEUES: 'webhooks',
    });
    try {
      await eventually(async () => expect(await idOf('stuck')).toMatch(/-/));
      stuck.child.kill('SIGSTOP');
      const { code, stdout } = await stand.celeriac(['inspect', 'ping', '-w', 'stuck', '--timeout', '200ms']);
      expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringMatching(/stuck \(.*\): no reply/) });
    } finally {
      stuck.child.kill('SIGCONT');
      await stuck.stop();
    }
  });

  it('controls one worker: concurrency, queues, pause, drain, log level', async () => {
    const control = (...line: string[]) =>
      stand.celeriac(['control', ...line, '-w', 'second', '--timeout', '10s']);
    expect((await control('set-concurrency', '3')).stdout).toContain('fetch:3');
    expect((await control('add-queue', 'webhooks', '--concurrency', '2')).stdout).toContain('webhooks:2');
    expect((await control('pause', '--queue', 'webhooks')).stdout).toContain('webhooks:2 (paused)');
    expect((await control('resume')).stdout).not.toContain('paused');
    expect((await control('remove-queue', 'webhooks')).stdout).not.toContain('webhooks');
    expect(await control('drain')).toMatchObject({ code: 0 });
    expect(await control('resume')).toMatchObject({ code: 0 });
    expect(await control('set-log-level', 'error')).toMatchObject({ code: 0 });
    expect(await control('remove-queue', 'webhooks')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('refused: '),
    });
    expect(await control('set-log-level', 'loud')).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('debug'),
    });
  });

  it('ends no worker by accident', async () => {
    expect(await stand.celeriac(['control', 'shutdown'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--worker or --all'),
    });
  });

  it('ends a worker', async () => {
    const worker = await startProcess('worker', { ...stand.sandbox.variables, WORKER_NAME: 'third' });
    await eventually(async () => expect(await idOf('third')).toMatch(/-/));
    const ended = new Promise((resolve) => worker.child.once('exit', resolve));
    expect(await stand.celeriac(['control', 'shutdown', '--worker', 'third'])).toMatchObject({ code: 0 });
    expect(await ended).toBe(0);
  });
});
