import { expect, it } from '@jest/globals';
import type { WorkflowDetails } from '../../api/types.js';
import { timelineOf } from './timeline.js';

const at = (s: number) => new Date(s * 1_000).toISOString();
const step = (from: number | null, to: number | null) => ({
  started_at: from === null ? null : at(from),
  finished_at: to === null ? null : at(to),
});

it('lists what has started, in its order, as shares of the whole time', () => {
  const workflow = {
    created_at: at(0),
    critical_path: [],
    steps: { late: step(5, null), early: step(0, 5), waits: step(null, null) },
    hooks: {},
  } as unknown as WorkflowDetails;
  const { bars, totalMs, waiting } = timelineOf(workflow, 10_000);
  expect(bars.map(({ row, left, width }) => [row.name, left, width])).toEqual([
    ['early', 0, 50],
    ['late', 50, 50],
  ]);
  expect([totalMs, waiting]).toEqual([10_000, 1]);
});
