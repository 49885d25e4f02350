/** F16: the round trip to Redis takes 100 ms. */
export default {
  fault: 'Redis 100 ms away',
  async run(row) {
    const stand = await row.prepareAll();
    const load = row.load({ rate: 50, payload: { ms: 10 } });
    await row.more(100);
    row.phase = 'during';
    stand.proxy.delay(100);
    await row.more(row.isShort ? 200 : 1_000);
    row.phase = 'after';
    await stand.proxy.pass();
    await row.more(100);
    await load.stop();
    row.holds(await row.count(), { duplicates: 0 });
    row.within('p99 during', row.percentile('during', 0.99) / 1_000, 1);
  },
};
