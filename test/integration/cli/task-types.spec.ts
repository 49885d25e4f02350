import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CliStand, startCliStand } from '../../support/cli-stand.js';

describe('celeriac task-type', () => {
  let stand: CliStand;

  beforeAll(async () => {
    stand = await startCliStand({});
  });
  afterAll(() => stand.stop());

  const limit = (...options: string[]) => stand.celeriac(['task-type', 'limit', 'math.divide', ...options]);

  it('limits a task type, and returns to the limits of the code', async () => {
    expect((await limit('--rate', '10/s', '--timeout', '30s')).stdout).toBe(
      'Limits of math.divide: 10 per 1 s (changed), 30 s for an attempt (changed).\n',
    );
    expect(await stand.json('task-type', 'math.divide')).toMatchObject({
      limits: { rate: { max: 10, duration_ms: 1_000 }, timeout_ms: 30_000 },
    });
    expect((await stand.celeriac(['task-type', 'math.divide'])).stdout).toContain('10 per 1 s (changed)');
    expect((await limit('--rate', 'default')).stdout).toContain('math.divide: 30 s for an attempt (changed)');
    expect((await limit('--concurrency', '4')).stdout).toContain(', 4 at once.');
    expect((await limit('--reset')).stdout).toBe('Limits of math.divide: none.\n');
  });

  it('pauses and resumes a task type', async () => {
    const act = async (verb: string) => (await stand.celeriac(['task-type', verb, 'math.divide'])).stdout;
    expect(await act('pause')).toBe('The task type math.divide is paused.\n');
    expect(await act('show')).toMatch(/^Paused +yes$/m);
    expect(await act('resume')).toBe('The task type math.divide is not paused.\n');
  });

  it.each([
    [[], /--rate, --timeout, --concurrency or --reset/],
    [['--reset', '--rate', '5/s'], /give it alone/],
    [['--rate', '5'], /100\/1m/],
    [['--timeout', 'x'], /duration/],
  ])('refuses the limit %p', async (options, message) => {
    const { code, stderr } = await limit(...options);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) });
  });

  it('shows the problem of an unknown one', async () => {
    const { code } = await stand.celeriac(['task-type', 'limit', 'math.nothing', '--reset']);
    expect(code).toBe(4);
  });
});
