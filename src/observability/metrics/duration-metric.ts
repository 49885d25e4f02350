import { Histogram, type HistogramConfiguration } from 'prom-client';

/** Observations with the same labels: one count per bucket, the last one for values above all bounds. */
export class DurationSeries {
  private readonly counts: number[];
  private sum = 0;

  constructor(
    readonly labels: Readonly<Record<string, string>>,
    private readonly bounds: readonly number[],
  ) {
    this.counts = new Array<number>(bounds.length + 1).fill(0);
  }

  add(ms: number): void {
    const seconds = ms / 1_000;
    let bucket = 0;
    for (const bound of this.bounds) {
      if (seconds <= bound) break;
      bucket += 1;
    }
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
    this.sum += seconds;
  }

  /** Prometheus buckets are cumulative. */
  values(name: string) {
    const { labels, bounds, counts, sum } = this;
    let count = 0;
    const buckets = counts.map((inBucket, index) => ({
      metricName: `${name}_bucket`,
      labels: { le: bounds[index] ?? '+Inf', ...labels },
      value: (count += inBucket),
    }));
    const total = (suffix: string, value: number) => ({ metricName: `${name}_${suffix}`, labels, value });
    return [...buckets, total('sum', sum), total('count', count)];
  }
}

/**
 * A histogram of seconds for events that happen thousands of times a second. prom-client checks, sorts and joins labels
 * on every `observe`, which costs as much as parsing a task's payload. Here they are bound once, and the output is
 * assembled on read.
 */
export class DurationMetric extends Histogram {
  private readonly series: DurationSeries[] = [];
  private readonly bounds: readonly number[];

  constructor(configuration: HistogramConfiguration<string> & { readonly buckets: number[] }) {
    super(configuration);
    this.bounds = configuration.buckets;
  }

  /** Creates the series for these labels. Keep it: every call adds another. */
  bind(labels: Readonly<Record<string, string>>): DurationSeries {
    const series = new DurationSeries(labels, this.bounds);
    this.series.push(series);
    return series;
  }

  /** The values in JSON form. */
  override get(): ReturnType<Histogram['get']> {
    const { series, name, help, type, aggregator, collect } = this as this &
      Awaited<ReturnType<Histogram['get']>>;
    const values = series.flatMap((each) => each.values(name));
    return Promise.resolve({ name, help, type, aggregator, collect, values });
  }

  /** The values for text output: the registry calls this if it exists, as on prom-client's own histogram. */
  getForPromString(): ReturnType<Histogram['get']> {
    return this.get();
  }
}
