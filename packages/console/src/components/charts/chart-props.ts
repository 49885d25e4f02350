import type { ComponentChildren } from 'preact';

/** A vertical line at a time, such as a deploy. */
export interface ChartMark {
  readonly at: number;
  readonly label: string;
}

export interface ChartSeries {
  readonly label: string;
  readonly tone: 'accent' | 'failure' | 'started' | 'retry';
  /** One for each bucket; null where there was none. */
  readonly values: readonly (number | null)[];
  /** Shown in the legend while no bucket is pointed at: a total, or the newest value. */
  readonly now: string;
}

export interface TimeChartProps {
  readonly title: string;
  /** Read out instead of the picture: `1,204 tasks in the last hour, 12 of them failed`. */
  readonly summary: string;
  /** Start of each bucket, ms since 1970; empty until the data are there. */
  readonly times: readonly number[];
  readonly series: readonly ChartSeries[];
  readonly look: 'bars' | 'lines';
  readonly format: (value: number) => string;
  readonly marks?: readonly ChartMark[];
  /** Shown over the chart while it has no value at all. */
  readonly empty?: ComponentChildren;
}
