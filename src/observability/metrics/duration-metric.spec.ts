import { describe, expect, it } from '@jest/globals';
import { Histogram, Registry } from 'prom-client';
import { DurationMetric } from './duration-metric.js';

const CONFIGURATION = {
  name: 'run_seconds',
  help: 'How long',
  labelNames: ['task', 'worker'],
  buckets: [0.005, 0.1, 1],
};
const OBSERVED = [
  { labels: { task: 'math.divide', worker: 'a' }, ms: [0, 5, 6, 100, 101, 1_000, 7_000] },
  { labels: { task: 'a "quoted" one', worker: 'a' }, ms: [250] },
];

describe('DurationMetric', () => {
  it("prints and returns the same as prom-client's own histogram", async () => {
    const [ours, theirs] = [new Registry(), new Registry()];
    const metric = new DurationMetric({ ...CONFIGURATION, registers: [ours] });
    const histogram = new Histogram({ ...CONFIGURATION, registers: [theirs] });
    for (const { labels, ms } of OBSERVED) {
      const series = metric.bind(labels);
      for (const each of ms) {
        series.add(each);
        histogram.observe(labels, each / 1_000);
      }
    }
    expect(await ours.metrics()).toBe(await theirs.metrics());
    expect(await ours.metrics()).toContain('run_seconds_bucket{le="0.1",task="math.divide",worker="a"} 4');
    expect(await ours.getMetricsAsJSON()).toEqual(
      (await theirs.getMetricsAsJSON()).map((each) => ({ ...each, values: expect.anything() })),
    );
    expect((await ours.getMetricsAsJSON())[0]?.values).toHaveLength(2 * 6);
  });
});
