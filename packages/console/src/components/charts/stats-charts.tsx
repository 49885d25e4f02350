import { type StatsRange, bucketTimes, total, valuesOf } from '../../api/stats/stats-series.js';
import { readStats } from '../../api/stats/read-stats.js';
import type { Stats } from '../../api/types.js';
import { type Loaded, useLoad } from '../../api/use-load.js';
import { duration } from '../../format/duration.js';
import { count, percent, shortCount } from '../../format/number.js';
import type { ChartMark, ChartSeries } from './chart-props.js';
import { TimeChart } from './time-chart.js';
import './stats-charts.css';

/** The statistics that the charts show, by metric. */
export interface ChartStats {
  readonly throughput: Stats;
  readonly failures: Stats;
  readonly wait: Stats;
  readonly run: Stats;
}

/** Reads the statistics of one queue, or of all together. */
export function useChartStats(range: StatsRange, queue?: string): Loaded<ChartStats> {
  return useLoad(
    async (signal) => {
      const read = (metric: Stats['metric']): Promise<Stats> => readStats(metric, range, queue, signal);
      const [throughput, failures, wait, run] = await Promise.all([
        read('throughput'),
        read('failures'),
        read('wait'),
        read('run'),
      ]);
      return { throughput, failures, wait, run };
    },
    [range.value, queue],
    { everyMs: range.everyMs },
  );
}

export interface StatsChartsProps {
  readonly stats: ChartStats | undefined;
  readonly range: StatsRange;
  readonly marks?: readonly ChartMark[];
}

const NOTHING = 'No task has ended in this time.';

/** Finished and failed tasks, waits and run times. */
export function StatsCharts({ stats, range, marks = [] }: StatsChartsProps) {
  return (
    <div class="stats-charts">
      <ThroughputChart stats={stats} range={range} marks={marks} />
      <DurationChart
        title="Wait"
        unit="until a task started"
        stats={stats?.wait}
        range={range}
        marks={marks}
      />
      <DurationChart title="Run" unit="of an attempt" stats={stats?.run} range={range} marks={marks} />
    </div>
  );
}

function ThroughputChart({ stats, range, marks }: Required<StatsChartsProps>) {
  const times = stats ? bucketTimes(stats.throughput) : [];
  const ended = stats ? valuesOf(stats.throughput) : [];
  const failed = stats ? valuesOf(stats.failures) : [];
  const all = total(ended);
  const failures = total(failed);
  const share = all === 0 ? '' : ` (${percent(failures / all)})`;
  const series: ChartSeries[] = [
    { label: 'Ended', tone: 'accent', values: ended, now: stats ? count(all) : '–' },
    { label: 'Failed', tone: 'failure', values: failed, now: stats ? `${count(failures)}${share}` : '–' },
  ];
  return (
    <TimeChart
      title={`Tasks per ${STEP_WORDS[range.value]}`}
      summary={`${count(all)} tasks ended in the last ${range.label}, ${count(failures)} of them failed.`}
      times={times}
      series={series}
      look="bars"
      format={shortCount}
      marks={marks}
      empty={NOTHING}
    />
  );
}

const STEP_WORDS = { '1h': 'minute', '24h': '15 minutes', '30d': '12 hours' } as const;

interface DurationChartProps {
  readonly title: string;
  readonly unit: string;
  readonly stats: Stats | undefined;
  readonly range: StatsRange;
  readonly marks: readonly ChartMark[];
}

/** Half and 95 % of the durations are not longer than these lines. */
function DurationChart({ title, unit, stats, range, marks }: DurationChartProps) {
  const times = stats ? bucketTimes(stats) : [];
  const p50 = stats ? valuesOf(stats, 'p50_ms') : [];
  const p95 = stats ? valuesOf(stats, 'p95_ms') : [];
  const newest = (values: readonly (number | null)[]) => duration(values.findLast((value) => value !== null));
  return (
    <TimeChart
      title={`${title} time`}
      summary={`Time ${unit} in the last ${range.label}: most recently p50 ${newest(p50)}, p95 ${newest(p95)}.`}
      times={times}
      series={[
        { label: 'p50', tone: 'started', values: p50, now: newest(p50) },
        { label: 'p95', tone: 'retry', values: p95, now: newest(p95) },
      ]}
      look="lines"
      format={duration}
      marks={marks}
      empty={NOTHING}
    />
  );
}
