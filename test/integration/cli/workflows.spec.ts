import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CliStand, startCliStand } from '../../support/cli-stand.js';
import { eventually } from '../../support/eventually.js';

const REPORT = {
  name: 'report',
  tags: ['nightly'],
  steps: {
    ratio: { task: 'math.divide', payload: { x: 4, y: 2 } },
    again: { task: 'math.divide', payload: { x: 3, y: { $result: 'ratio' } } },
  },
};
const FAILING = {
  steps: { ratio: { task: 'math.divide', payload: { x: 1, y: 0 }, options: { attempts: 1 } } },
};
const WAITING = {
  steps: { ratio: { task: 'math.divide', payload: { x: 1, y: 2 }, options: { delay_ms: 3_600_000 } } },
};

describe('celeriac workflows', () => {
  let stand: CliStand;

  beforeAll(async () => {
    stand = await startCliStand();
  });
  afterAll(() => stand.stop());

  const start = async (definition: object, ...options: string[]) => {
    const input = JSON.stringify(definition);
    return stand.celeriac(['workflow', 'start', '-', ...options], { input });
  };
  const started = async (definition: object) => (await start(definition)).stdout.trim();
  const untilIs = (id: string, status: string) =>
    eventually(async () => expect(await stand.json('workflow', id)).toMatchObject({ status }));

  it('starts one from standard input, and follows it to its end', async () => {
    const { code, stdout } = await start(REPORT, '--watch');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^workflow +\S+\nname +report\n/);
    expect(stdout).toMatch(/\n\S+ +SUCCESS\n$/);
  });

  it('exits with 1 if the workflow that it follows fails', async () => {
    expect(await start(FAILING, '--watch')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('FAILURE'),
    });
  });

  it('prints the events as lines of JSON', async () => {
    const id = await started(REPORT);
    const { stdout } = await stand.celeriac(['workflow', id, '--watch', '--json']);
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events[0]).toMatchObject({ type: 'snapshot', data: { workflow_id: id } });
    expect(events.at(-1)).toMatchObject({ type: 'end', data: { status: 'SUCCESS' } });
  });

  it('lists them, shows one with its steps, and draws it', async () => {
    const id = await started(REPORT);
    await untilIs(id, 'SUCCESS');
    expect((await stand.celeriac(['workflows', '--name', 'report', '--tag', 'nightly'])).stdout).toMatch(
      new RegExp(`${id} +report +SUCCESS +2/2`),
    );
    expect(await stand.json('workflows', '--status', 'REVOKED')).toEqual([]);
    expect((await stand.celeriac(['workflow', id])).stdout).toMatch(
      /\nagain +SUCCESS +math.divide +- .*ratio/,
    );
    expect((await stand.celeriac(['workflow', id, '--mermaid'])).stdout).toMatch(/^flowchart TD\n/);
  });

  it('cancels, retries and deletes', async () => {
    const id = await started(WAITING);
    expect(await stand.celeriac(['workflow', 'delete', id])).toMatchObject({ code: 4 }); // it is not final
    expect((await stand.celeriac(['workflow', 'cancel', id, '--reason', 'no need'])).stdout).toBe(
      `The workflow ${id} is REVOKED.\n`,
    );
    expect((await stand.celeriac(['workflow', id])).stdout).toMatch(/\nrevoked +no need\n/);
    expect(await stand.celeriac(['workflow', 'retry', id])).toMatchObject({ code: 0 });
    await untilIs(id, 'SUCCESS');
    expect(await stand.celeriac(['workflow', 'delete', id])).toMatchObject({ code: 0 });
    expect(await stand.celeriac(['workflow', id])).toMatchObject({ code: 4, stdout: '' });
  });

  it('says what is wrong with a definition, and where', async () => {
    const bad = { steps: { ratio: { task: 'math.divde', payload: {} } } };
    expect(await start(bad)).toMatchObject({ code: 4, stderr: expect.stringContaining('/steps/ratio/task') });
    expect(await stand.celeriac(['workflow', 'start', '-'], { input: '[]' })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('JSON object'),
    });
    expect(await stand.celeriac(['workflow', 'start', 'no-such-file.json'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no-such-file.json'),
    });
  });
});
