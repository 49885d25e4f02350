/** Samples of the first minutes are not judged: code is compiled, and the heap reaches its size. */
const WARM_UP = 0.25;

const least = (values) => Math.min(...values);

/** Memory is compared by medians; what remains after garbage collection, or after closing pooled connections, by minima: a leak raises them. */
const valueOf = (what) => (what === 'rss_mb' ? median : least);

/**
 * Compares the last third of a process' samples with the first, after the warm-up.
 *
 * @param samples of `held`, in order
 * @param limits most growth by the name of the resource, such as { rss_mb: 1.1 }
 * @param isJudged false: only reported
 */
export function judgeGrowth(row, who, samples, limits, isJudged = true) {
  const judged = samples.slice(Math.floor(samples.length * WARM_UP));
  for (const [what, limit] of Object.entries(limits)) {
    const values = judged.map((sample) => sample[what]);
    const third = Math.ceil(values.length / 3);
    const [from, to] = [values.slice(0, third), values.slice(-third)].map(valueOf(what));
    row.figures[`${who}_${what}`] = [from, to].map((value) => Math.round(value * 10) / 10);
    // One that is not there at first is not grown by one.
    const growth = Math.round((to / Math.max(from, 1)) * 1_000) / 1_000;
    const holds = isJudged ? growth <= limit : 'reported';
    row.judge(`${who}: ${what}, last third by first`, growth, `<= ${limit}`, holds);
  }
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
