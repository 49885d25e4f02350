import { type NoHistoryError, BROKER_WINDOW_MS, type SeriesWish } from '../../core/stats/task-series.js';
import { InvalidRequestError } from '../problems/invalid-request.js';
import { periodMs } from '../schema/period.js';
import type { StatsQuery } from './stats.dto.js';

const DEFAULT_WINDOW = '1h';
const MOST_DAYS = 400;
const MOST_BUCKETS = 1_500;
/** Number of buckets that a chart shows well. */
const USUAL_BUCKETS = 120;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Longest window, which only a history covers. */
export const MOST_WINDOW_MS = MOST_DAYS * DAY_MS;
const STEPS_MS = [1, 2, 5, 10, 15, 30, 60, 120, 360, 720, 1_440, 10_080].map(
  (minutes) => minutes * MINUTE_MS,
);

/** @throws InvalidRequestError for a window or a step that does not fit */
export function seriesWishOf(query: StatsQuery): SeriesWish {
  const { metric, by = 'queue', window = DEFAULT_WINDOW, step, queue, name } = query;
  refuseCombination({ metric, by, queue, name });
  const windowMs = periodMs(window);
  if (windowMs > MOST_WINDOW_MS) throw invalid('window', `window must be at most ${MOST_DAYS}d`);
  const stepMs = step === undefined ? usualStepMs(windowMs) : periodMs(step);
  const buckets = Math.ceil(windowMs / stepMs);
  if (buckets > MOST_BUCKETS)
    throw invalid(
      'step',
      `step must be at least ${stepText(windowMs / MOST_BUCKETS)} for a window of ${window}: at most ${MOST_BUCKETS} buckets`,
    );
  return { metric, by, stepMs, buckets, queue, name };
}

function refuseCombination({
  metric,
  by,
  queue,
  name,
}: Pick<SeriesWish, 'metric' | 'by' | 'queue' | 'name'>): void {
  if (metric === 'backlog' && by !== 'queue')
    throw invalid('by', `by must be queue for the metric backlog, got "${by}"`);
  if (metric === 'backlog' && name !== undefined)
    throw invalid('name', 'name cannot be given for the metric backlog: it is known by queue only');
  if (by === 'worker' && (queue !== undefined || name !== undefined))
    throw invalid(name === undefined ? 'queue' : 'name', 'queue and name cannot be given with by=worker');
}

function usualStepMs(windowMs: number): number {
  return STEPS_MS.find((stepMs) => windowMs / stepMs <= USUAL_BUCKETS) ?? DAY_MS;
}

function stepText(atLeastMs: number): string {
  return `${Math.ceil(atLeastMs / MINUTE_MS)}m`;
}

const NEEDS_HISTORY: Readonly<Record<NoHistoryError['reason'], string>> = {
  by: 'by must be queue or all: statistics by name and by worker require a history. Set HISTORY_URL',
  name: 'name requires a history: without one, statistics are counted by queue only. Set HISTORY_URL',
  window: `window must be at most ${BROKER_WINDOW_MS / HOUR_MS}h: older statistics require a history. Set HISTORY_URL`,
};

export function needsHistory({ reason }: NoHistoryError): InvalidRequestError {
  return invalid(reason, NEEDS_HISTORY[reason]);
}

function invalid(parameter: string, message: string): InvalidRequestError {
  return new InvalidRequestError([{ parameter, message }]);
}
