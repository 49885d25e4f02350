import type { TimeChartProps } from './chart-props.js';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Axes {
  /** Edges of the picture between its axes, in px. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
  /** Times and values with a text. */
  readonly times: readonly number[];
  readonly values: readonly number[];
  readonly bucketPx: number;
  /** Index of the bucket that is nearest to a place. */
  readonly bucketAt: (px: number) => number;
}

const LEAST_PX = { time: 64, value: 32 };

const SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400];
/** Steps of an axis of times or durations in ms, as people count them. */
const TIME_STEPS = [
  ...[0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[...SECONDS, 172_800, 604_800].map((seconds) => seconds * 1_000),
];
/** Steps of an axis of counts: 1, 2, 5, 10, … */
const COUNT_STEPS = Array.from({ length: 10 }, (_, power) =>
  [1, 2, 5].map((digit) => digit * 10 ** power),
).flat();

export function axesOf(
  { times, series, look }: Pick<TimeChartProps, 'times' | 'series' | 'look'>,
  { width, height }: Size,
  zone: 'local' | 'utc',
): Axes {
  const isBars = look === 'bars';
  const [left, right, top, bottom] = [56, width - 8, 8, height - 24];
  const [first = 0, second = first + 60_000] = times;
  const last = times.at(-1) ?? first;
  // Bars stand on the middle of their bucket, so half a bucket more is shown at both ends.
  const margin = isBars || first === last ? (second - first) * 0.6 : 0;
  const pxOfMs = (right - left) / (last - first + 2 * margin);
  const x = (at: number): number => left + (at - first + margin) * pxOfMs;

  const greatest = Math.max(0, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const most = greatest > 0 ? greatest * 1.08 : isBars ? 1 : 1_000;
  const pxOfValue = (bottom - top) / most;

  const timeStep = stepOf(TIME_STEPS, LEAST_PX.time / pxOfMs);
  const offsetMs = zone === 'utc' ? 0 : -60_000 * new Date(last).getTimezoneOffset();
  const bucketPx = (second - first) * pxOfMs;
  return {
    ...{ left, right, top, bottom, x, bucketPx },
    y: (value) => bottom - value * pxOfValue,
    times: multiples(timeStep, first + offsetMs, last + offsetMs).map((at) => at - offsetMs),
    values: multiples(stepOf(isBars ? COUNT_STEPS : TIME_STEPS, LEAST_PX.value / pxOfValue), 0, most),
    bucketAt: (px) => Math.min(times.length - 1, Math.max(0, Math.round((px - x(first)) / bucketPx))),
  };
}

function stepOf(steps: readonly number[], least: number): number {
  return steps.find((step) => step >= least) ?? least;
}

function multiples(step: number, from: number, to: number): number[] {
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.floor(to / step) - first + 1 }, (_, index) => (first + index) * step);
}
