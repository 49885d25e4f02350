import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { runCli } from '../../support/run-cli.js';
import { type Stand, startStand } from '../../support/stand.js';
import { taskClient } from '../../support/task-client.js';
import { FailTask, WorkflowTasks } from '../../support/workflow-tasks.js';

const HOUR_MS = 3_600_000;

describe('celeriac acts on the tasks of a query', () => {
  let stand: Stand;
  let url: string;
  let round = 0;
  let tag: string;
  const { submit, untilIs, get } = taskClient(() => url);

  beforeAll(async () => {
    stand = await startStand({ modules: [WorkflowTasks] });
    await stand.app.listen(0, '127.0.0.1');
    url = await stand.app.getUrl();
  });
  afterAll(() => stand.stop());
  beforeEach(() => {
    tag = `round-${round++}`;
  });

  const waiting = () => submit('math.divide', { x: 1, y: 1 }, { delay_ms: HOUR_MS, tags: [tag] });
  const failed = async () => {
    FailTask.isBroken = true;
    const id = await submit('test.fail', {}, { tags: [tag] });
    await untilIs(id, { status: 'FAILURE' });
    return id;
  };
  const statusOf = async (id: string) => (await get(`/tasks/${id}`)).status;

  it('and only counts them with --dry-run', async () => {
    const ids = [await waiting(), await waiting()];
    const { code, stdout } = await runCli(url, ['cancel', '--query', `tag:${tag}`, '--dry-run']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^2 tasks:\n/) });
    for (const id of ids) expect(stdout).toContain(id);
    expect(await statusOf(ids[0] ?? '')).toBe('PENDING');
  });

  it('after a yes, exactly those that it has counted', async () => {
    const [first, other] = [
      await waiting(),
      await submit('math.divide', { x: 1, y: 1 }, { delay_ms: HOUR_MS }),
    ];
    const args = ['cancel', '--query', `tag:${tag}`, 'status:PENDING', '--reason', 'not needed'];
    const { code, stdout, stderr } = await runCli(url, args, { answers: ['y'] });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'cancelled  1\n' });
    expect(stderr).toContain('cancel 1 task? [y/N] ');
    expect(await get(`/tasks/${first}`)).toMatchObject({ status: 'REVOKED', revoke_reason: 'not needed' });
    expect(await statusOf(other)).toBe('PENDING');
  });

  it.each([
    ['a no', { answers: ['n'] }, 0, 'Nothing was done.'],
    ['nobody to ask', {}, 2, 'add --yes'],
  ])('but none after %s', async (_, options, code, message) => {
    const id = await waiting();
    const outcome = await runCli(url, ['cancel', '--query', `tag:${tag}`], options);
    expect(outcome).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(message) });
    expect(await statusOf(id)).toBe('PENDING');
  });

  it('and says so if there are none', async () => {
    const { code, stdout } = await runCli(url, ['retry', '--query', `tag:${tag}`]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'No tasks found: nothing to do.\n' });
  });

  it.each([
    ['retry', failed, 'SUCCESS'],
    ['replay', failed, 'FAILURE'],
    ['promote', waiting, 'SUCCESS'],
  ])('%s --yes', async (verb, make, status) => {
    const id = await make();
    FailTask.isBroken = false;
    const { code } = await runCli(url, [verb, '--query', `tag:${tag}`, '--yes']);
    expect(code).toBe(0);
    await untilIs(id, { status });
  });

  it('delete --yes --json reports the action', async () => {
    const id = await failed();
    const { code, stdout } = await runCli(url, ['delete', '--query', `tag:${tag}`, '--yes', '--json']);
    expect({ code, report: JSON.parse(stdout) }).toMatchObject({
      code: 0,
      report: { action: 'delete', done: 1 },
    });
    expect(await runCli(url, ['task', id])).toMatchObject({ code: 4 });
  });

  it('with a progress bar, and a caret below a mistake', async () => {
    await waiting();
    const bar = await runCli(url, ['cancel', '--query', `tag:${tag}`, '--yes'], { isInteractive: true });
    expect(bar.stderr).toContain('%');
    const mistake = await runCli(url, ['cancel', '--query', 'tga:x', '--yes']);
    expect(mistake).toMatchObject({ code: 4, stderr: expect.stringContaining('  tga:x\n  ^^^\n') });
  });

  it.each([[['cancel']], [['cancel', 'id', '--query', 'tag:x']]])('refuses %p', async (args) => {
    const outcome = await runCli(url, args);
    expect(outcome).toMatchObject({ code: 2, stderr: expect.stringContaining('either IDs or --query') });
  });
});
