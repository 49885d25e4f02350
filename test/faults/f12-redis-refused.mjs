/** F12: Redis is unreachable for 20 s, then for a minute. Running tasks continue, and are recorded afterwards. */
import { outage } from './harness/outage.mjs';

export default {
  fault: 'Redis refused 20 s and 60 s',
  async run(row) {
    const stand = await row.prepareAll({ shortLocks: row.isShort });
    const load = row.load({ rate: 50, payload: { ms: 10 } });
    await row.more(100);
    for (const seconds of row.isShort ? [5] : [20, 60]) {
      await outage(row, { seconds, begin: () => stand.proxy.refuse() });
    }
    await load.stop();
    row.holds(await row.count(120_000), {});
  },
};
