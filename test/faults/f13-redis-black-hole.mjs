/** F13: connections to Redis stay open, but no data passes for a minute. */
import { outage } from './harness/outage.mjs';

export default {
  fault: 'Redis a black hole 60 s',
  async run(row) {
    const stand = await row.prepareAll({ shortLocks: row.isShort });
    const load = row.load({ rate: 50, payload: { ms: 10 } });
    await row.more(100);
    await outage(row, { seconds: row.isShort ? 5 : 60, begin: () => stand.proxy.blackHole() });
    await load.stop();
    row.holds(await row.count(120_000), {});
  },
};
