import { Histogram, type HistogramConfiguration } from 'prom-client';

/** What was observed with the same labels: how many fell into which bucket, what is longer than all bounds apart. */
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

  /** As Prometheus wants it: each bucket counts those before it too. */
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
 * A histogram of seconds for what happens thousands of times a second. prom-client checks, sorts and joins the labels at
 * each `observe`, which costs as much as parsing a task's payload; here they are bound once, and put together when they
 * are asked for.
 */
export class DurationMetric extends Histogram {
  private readonly series: DurationSeries[] = [];
  private readonly bounds: readonly number[];

  constructor(configuration: HistogramConfiguration<string> & { readonly buckets: number[] }) {
    super(configuration);
    this.bounds = configuration.buckets;
  }

  /** Where durations with these labels are added. Keep it: there is one more with each call. */
  bind(labels: Readonly<Record<string, string>>): DurationSeries {
    const series = new DurationSeries(labels, this.bounds);
    this.series.push(series);
    return series;
  }

  /** What is read as JSON. */
  override get(): ReturnType<Histogram['get']> {
    const { series, name, help, type, aggregator, collect } = this as this &
      Awaited<ReturnType<Histogram['get']>>;
    const values = series.flatMap((each) => each.values(name));
    return Promise.resolve({ name, help, type, aggregator, collect, values });
  }

  /** What is printed: the registry asks for this where a metric has it, as prom-client's own histogram does. */
  getForPromString(): ReturnType<Histogram['get']> {
    return this.get();
  }
}
