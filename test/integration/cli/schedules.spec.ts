import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CliStand, startCliStand } from '../../support/cli-stand.js';

const NIGHTLY = {
  task: 'math.divide',
  payload: { x: 1, y: 2 },
  cron: '0 3 * * *',
  tz: 'Europe/Berlin',
  note: 'for the board',
};

describe('celeriac schedules', () => {
  let stand: CliStand;

  beforeAll(async () => {
    stand = await startCliStand({}, { WORKER_QUEUES: 'operations' });
    await put('nightly', NIGHTLY);
  });
  afterAll(() => stand.stop());

  const put = (id: string, definition: object) =>
    stand.celeriac(['schedule', 'put', id, '-'], { input: JSON.stringify(definition) });
  const text = async (...line: string[]) => (await stand.celeriac(line)).stdout;

  it('puts one from standard input or a file', async () => {
    expect(await put('hourly', { ...NIGHTLY, cron: '0 * * * *' })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^The schedule hourly is active; next tick: \d/),
    });
    expect(await put('broken', { ...NIGHTLY, cron: '99 * * * *' })).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('cron'),
    });
    expect(await text('schedule', 'delete', 'hourly')).toBe('The schedule hourly is deleted.\n');
  });

  it('lists them and shows one', async () => {
    expect(await text('schedules', 'board', '--task', 'math.divide', '--source', 'api')).toMatch(
      /\nnightly +active +math\.divide +0 3 \* \* \* \(Europe\/Berlin\) +in \d+ \w+ /,
    );
    expect(await stand.json('schedules', '--paused')).toEqual([]);
    expect(await text('schedule', 'nightly')).toMatch(/\nsubmits +math.divide\npayload +\{"x":1,"y":2\}\n/);
    expect(await stand.celeriac(['schedule', 'weekly'])).toMatchObject({ code: 4, stdout: '' });
  });

  it('pauses and resumes', async () => {
    expect(await text('schedule', 'pause', 'nightly', '--note', 'moving')).toBe(
      'The schedule nightly is paused.\n',
    );
    expect(await text('schedule', 'nightly')).toMatch(/\npaused +.* by anonymous: moving\n/);
    expect(await text('schedule', 'resume', 'nightly')).toContain('is active');
  });

  it('previews its ticks, also those that a change of the clocks moves', async () => {
    expect(await stand.json('schedule', 'preview', 'nightly', '--count', '3')).toHaveLength(3);
    expect(await text('schedule', 'preview', 'nightly')).toMatch(/ 03:00:00\+0[12]:00/);
  });

  it('runs it now, and lists the ticks', async () => {
    const id = (await text('schedule', 'run', 'nightly')).trim();
    expect(await stand.json('tasks', `id:${id}`)).toMatchObject([{ name: 'math.divide' }]);
    expect(await text('schedule', 'ticks', 'nightly')).toMatch(new RegExp(`run +submitted +.* ${id}`));
  });

  it('lists a past period, and submits it only if told so', async () => {
    await put('every-hour', { ...NIGHTLY, cron: undefined, every_ms: 3_600_000 });
    const line = ['schedule', 'backfill', 'every-hour', '--from', '-3h'];
    expect(await text(...line)).toMatch(/planned[^]*3 would be submitted: repeat it with --submit\.\n$/);
    expect(await text(...line, '--submit')).toMatch(/submitted[^]*3 submitted\.\n$/);
    expect(await text(...line, '--to', 'now', '--submit')).toMatch(/exists[^]*0 submitted\.\n$/);
    expect(await stand.celeriac(['schedule', 'backfill', 'every-hour'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--from'),
    });
    expect(await stand.celeriac([...line.slice(0, 4), 'yesterday'])).toMatchObject({ code: 2 });
  });
});
