import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CliStand, startCliStand } from '../../support/cli-stand.js';
import { eventually } from '../../support/eventually.js';
import { startApi } from '../../support/in-process.js';
import { createSandbox } from '../../support/sandbox.js';
import { runCli } from '../../support/run-cli.js';
import { taskClient } from '../../support/task-client.js';

describe('celeriac and the service', () => {
  let stand: CliStand;

  beforeAll(async () => {
    stand = await startCliStand();
    await eventually(async () => expect(await stand.json('workers')).toHaveLength(1));
  });
  afterAll(() => stand.stop());

  const tasks = taskClient(() => stand.url);

  it('shows health, workers and queues in one view', async () => {
    const { code, stdout } = await stand.celeriac(['status']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^The service is ok\n +redis +up/);
    expect(stdout).toMatch(/\n1 of 1 workers online\.\n\nQUEUE .*\ntasks +open/);
    expect(await stand.json('status')).toMatchObject({
      health: { status: 'ok' },
      workers: [{ state: 'online' }],
      queues: expect.arrayContaining([expect.objectContaining({ name: 'tasks' })]),
    });
  });

  it('lists what operators have done', async () => {
    await stand.celeriac(['queue', 'pause', 'fetch']);
    await stand.celeriac(['queue', 'resume', 'fetch']);
    const { stdout } = await stand.celeriac(['audit', '--action', 'queue', '--target', 'fetch']);
    expect(stdout).toMatch(/anonymous \(admin\) +queue\.resume +fetch +succeeded/);
    expect(await stand.json('audit', '--who', 'nobody')).toEqual([]);
  });

  it('prints the changes of tasks as they happen', async () => {
    const stopped = new AbortController();
    let output = '';
    const onOutput = (stdout: string) => void (output = stdout);
    const line = ['events', '--queue', 'tasks', '--name', 'math.divide', '--json'];
    const watching = stand.celeriac(line, { signal: stopped.signal, onOutput });
    await eventually(() => expect(output).toContain('"ready"'));
    const id = await tasks.submit('math.divide', { x: 1, y: 2 });
    await eventually(() => expect(output).toMatch(new RegExp(`${id}.*"SUCCESS"`)));
    stopped.abort();
    expect(await watching).toMatchObject({ code: 130 });
    for (const one of output.trimEnd().split('\n')) expect(JSON.parse(one)).toHaveProperty('type');
  });

  it('prints a line for people, with the text of the query checked', async () => {
    const stopped = new AbortController();
    const onOutput = () => stopped.abort();
    const watching = stand.celeriac(['events', '-tag:test'], { signal: stopped.signal, onOutput });
    await eventually(async () => {
      await tasks.submit('math.divide', { x: 1, y: 2 });
      expect(stopped.signal.aborted).toBe(true);
    });
    expect((await watching).stdout).toMatch(/^\d\d:\d\d:\d\d +\w+ +\S+ +math\.divide +tasks +attempt \d\n/);
    expect(await stand.celeriac(['events', 'nmae:x'])).toMatchObject({ code: 4 });
  });
});

describe('celeriac and a service that is not well', () => {
  it('exits with 1 if no worker is there, and shows why', async () => {
    const sandbox = await createSandbox();
    const app = await startApi(sandbox.variables);
    await app.listen(0, '127.0.0.1');
    const url = await app.getUrl();
    expect(await runCli(url, ['status'])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('0 of 0 workers online.'),
    });
    const health = await runCli(url, ['health']);
    expect(health.stdout).toMatch(/queue:tasks +(degraded|down)/);
    await app.close();
    await sandbox.clean();
  });

  it.each([
    [
      503,
      JSON.stringify({ status: 'error', info: {}, error: {}, details: { redis: { status: 'down' } } }),
      1,
    ],
    [502, '<h1>Bad gateway</h1>', 3],
  ])('reads the health from an answer with status %d', async (status, body, expected) => {
    const server = createServer((_request, response) => response.writeHead(status).end(body));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { code, stdout } = await runCli(`http://127.0.0.1:${port}`, ['health']);
    expect(code).toBe(expected);
    if (expected === 1) expect(stdout).toMatch(/^The service is error\n +redis +down/);
    server.close();
  });
});
