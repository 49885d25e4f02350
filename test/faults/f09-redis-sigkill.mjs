/** F9: Redis dies and returns. Meanwhile every response is a quick 503; afterwards everything continues by itself. */
import { hold } from './harness/until.mjs';

export default {
  fault: 'Redis kill -9, back after 5 s',
  async run(row) {
    const stand = await row.prepareAll({ direct: true });
    const load = row.load({ rate: row.isShort ? 40 : 100, payload: { ms: 10 } });
    await row.more(row.isShort ? 80 : 200);

    row.phase = 'during';
    await stand.redis.kill();
    await hold(row.isShort ? 2_000 : 5_000);
    row.phase = 'after';
    await stand.redis.start();
    const { first201S, firstRunS } = await row.recovery(Date.now());
    await row.more(row.isShort ? 80 : 200);
    await load.stop();

    const during = stand.submissions.entries.filter(({ phase }) => phase === 'during');
    const others = during.filter(({ status }) => status !== 503 && status !== 201);
    row.holds(await row.count(), { duplicates: 0 });
    row.exactly('answers that are neither 201 nor 503', others.length, 0);
    row.atLeast('answers 503', during.filter(({ status }) => status === 503).length, 20);
    row.within('p99 during', row.percentile('during', 0.99) / 1_000, 0.1);
    row.within('longest answer', row.longestAnswerS, 2);
    row.within('first 201 after', first201S, 2);
    row.within('first run after', firstRunS, 2);
  },
};
