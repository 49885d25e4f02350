import { mendedBy, misplacedOf } from './places.mjs';
import { until } from './until.mjs';

const TWO_MINUTES_MS = 120_000;

/**
 * Breaks keys under load, one after the other, with tasks in each place: waiting, delayed, waiting for a retry, running
 * and ended. Two minutes later none may be misplaced, and all must be final.
 */
export async function breakKeys(row, keys, breakOne) {
  const stand = await row.prepareAll({ direct: true, variables: { WORKER_CONCURRENCY: 'tasks=5' } });
  const { client } = stand.redis;
  const { submissions } = stand;
  // A third of the workers' capacity, so that they catch up within two minutes after twenty outages.
  const load = row.load({ rate: row.isShort ? 20 : 15, payload: { ms: 200 } });
  row.phase = 'during';
  for (const key of keys) {
    await row.more(10);
    for (let n = 0; n < 5; n++)
      await submissions.submit({ ms: 20 }, { options: { delay_ms: 2_000 }, phase: 'during' });
    await breakOne(client, key);
  }
  row.phase = 'after';
  await row.more(10);
  await load.stop();
  await submissions.settle();

  const ids = submissions.of('accepted').map(({ id }) => id);
  const hasPlaces = async () => {
    if (row.isShort) await beginPass(client);
    return (await misplacedOf(client, ids)).length === 0;
  };
  const from = performance.now();
  await until(hasPlaces, { limitMs: TWO_MINUTES_MS, everyMs: 1_000 }).catch(() => undefined);
  row.recoveryS = Math.round(performance.now() - from) / 1_000;
  row.exactly('in limbo after two minutes', (await misplacedOf(client, ids)).length, 0);
  Object.assign(row.figures, { keys: keys.length, mended: mendedBy(stand.workers) });
  row.holds(await row.count(TWO_MINUTES_MS), {});
}

/** Makes the next pass start at once instead of after a minute. */
async function beginPass(client) {
  const position = 'celeriac:reconciliation';
  if ((await client.hget(position, 'walk')) === 'done') await client.hdel(position, 'due');
}
