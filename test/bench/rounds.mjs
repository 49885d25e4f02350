export const ROUNDS = 3;

/** Alternates two measurements, each first in every other round. @returns their figures by round */
export async function turns(baseline, ours) {
  const figures = { baseline: [], ours: [] };
  for (let round = 0; round < ROUNDS; round++) {
    const order = round % 2 === 0 ? ['baseline', 'ours'] : ['ours', 'baseline'];
    for (const one of order) figures[one].push(await { baseline, ours }[one]());
  }
  return figures;
}

/** Measures once per round. */
export async function repeated(measure) {
  const figures = [];
  for (let round = 0; round < ROUNDS; round++) figures.push(await measure());
  return figures;
}

/** Rate per second of `work`, which does `count` things. */
export async function perSecond(count, work) {
  const start = performance.now();
  await work();
  return (count / (performance.now() - start)) * 1_000;
}

/** Removes every key with this prefix. */
export async function clear(redis, prefix) {
  const stream = redis.scanStream({ match: `${prefix}:*`, count: 5_000 });
  for await (const keys of stream) if (keys.length > 0) await redis.unlink(...keys);
}
