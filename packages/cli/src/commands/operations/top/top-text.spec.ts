import { describe, expect, it } from '@jest/globals';
import { styleFor, withoutMarks } from '../../../output/style.js';
import { tableOf } from '../../../output/table.js';
import type { TopState } from './top-state.js';
import { topText } from './top-text.js';

const WINDOW = { per_second: 2.5, failed: 1, run_ms: { p95: 480 } };
const QUEUE = {
  name: 'tasks',
  paused: false,
  accepting: true,
  counts: { waiting: 12, delayed: 3, started: 8 },
  slots: 16,
  oldest_waiting_ms: 90_000,
  last_minute: WINDOW,
};
const WORKER = {
  name: 'worker-1',
  state: 'online',
  active_count: 8,
  counts: { processed: 40, failed: 1 },
  rss_bytes: 104_857_600,
  load_average: [0.5, 0.4, 0.3],
  event_loop_delay_ms: { p50: 0.3, p99: 4.1 },
  active: [{ name: 'math.divide' }],
};
const AT = new Date('2026-11-30T08:00:00Z');
/** Only the fields that the picture has. */
const STATE = {
  at: AT,
  url: 'http://localhost:8000',
  health: { status: 'ok' },
  queues: [QUEUE, { ...QUEUE, name: 'fetch', paused: true }],
  workers: [WORKER, { ...WORKER, name: 'gone', state: 'lost' }],
  failures: [
    {
      task_id: 'an-id',
      name: 'math.divide',
      finished_at: '2026-11-30T07:57:00Z',
      error: { type: 'RangeError', message: 'too far' },
    },
  ],
} as unknown as TopState;

const style = styleFor({ isInteractive: false, env: {} } as never, true);
const textOf = (state: TopState, problem?: string) =>
  withoutMarks(topText(state, { style, table: (items, columns) => tableOf(items, columns) }, problem));

describe('topText', () => {
  it('sums up the service in its first line', () => {
    expect(textOf(STATE).split('\n')[0]).toBe(
      'celeriac top  http://localhost:8000  08:00:00Z  ok  1 worker  24 waiting  16 running  5/s',
    );
  });

  it('has a line for each queue, each worker that is not lost, and each failure', () => {
    const text = textOf(STATE);
    expect(text).toMatch(/\ntasks +open +12 +3 +8\/16 +2\.5 +1 +480 ms +1 min 30 s\nfetch +paused /);
    expect(text).toMatch(/\nworker-1 +online +8 +40 +1 +100 MiB +0\.5 +4\.1 ms +math\.divide\n/);
    expect(text).not.toContain('gone');
    expect(text).toMatch(/\n3 min ago +an-id +math\.divide +RangeError: too far\n/);
  });

  it('says so if there are no workers, no failures, or no answer', () => {
    const text = textOf({ ...STATE, workers: [], failures: [] }, 'the API does not answer');
    expect(text.split('\n')[1]).toBe('the API does not answer');
    expect(text).toMatch(/No worker is running\.\n[^]*\nnone$/);
  });
});
