import type { WorkflowDetails } from '../../api/types.js';
import { type ListedStep, listSteps } from './step-list.js';

/** The time in which a step has run, as shares of the whole, 0 to 100. */
export interface Bar {
  readonly row: ListedStep;
  readonly left: number;
  readonly width: number;
  /** Since the start of the workflow. */
  readonly startMs: number;
  readonly ms: number;
}

export interface Timeline {
  readonly bars: readonly Bar[];
  readonly totalMs: number;
  /** Steps and hooks that have not started. */
  readonly waiting: number;
}

/** Steps in the order in which they started. @param now the end of what still runs, ms since 1970 */
export function timelineOf(workflow: WorkflowDetails, now: number): Timeline {
  const rows = listSteps(workflow);
  const started = rows.flatMap((row) => {
    const { started_at: from, finished_at: to } = row.step;
    return from === null ? [] : [{ row, from: Date.parse(from), to: to === null ? now : Date.parse(to) }];
  });
  const start = Date.parse(workflow.created_at);
  const totalMs = Math.max(1, ...started.map(({ to }) => to - start));
  const bars = started
    .sort((a, b) => a.from - b.from)
    .map(({ row, from, to }) => {
      const [startMs, ms] = [Math.max(0, from - start), Math.max(0, to - from)];
      return { row, startMs, ms, left: (startMs / totalMs) * 100, width: (ms / totalMs) * 100 };
    });
  return { bars, totalMs, waiting: rows.length - bars.length };
}
