/** F11: Redis does not respond. No caller waits long, and requests sent meanwhile take effect once. */
import { hold } from './harness/until.mjs';

export default {
  fault: 'Redis frozen 5 s (SIGSTOP)',
  async run(row) {
    const stand = await row.prepareAll({ direct: true });
    const load = row.load({ rate: row.isShort ? 40 : 100, payload: { ms: 10 } });
    await row.more(row.isShort ? 80 : 200);

    row.phase = 'during';
    stand.redis.freeze();
    await hold(row.isShort ? 3_000 : 5_000);
    row.phase = 'after';
    stand.redis.thaw();
    const { first201S } = await row.recovery(Date.now());
    await row.more(row.isShort ? 80 : 200);
    await load.stop();

    row.holds(await row.count(), { duplicates: 0 });
    row.within('longest answer', row.longestAnswerS, 2);
    row.within('first 201 after', first201S, 2);
  },
};
