/** F15: the processes start before Redis. They log what they wait for, keep running, and begin when it is up. */
import { ask } from './harness/ask.mjs';
import { hold } from './harness/until.mjs';

export default {
  fault: 'API and worker started before Redis',
  async run(row) {
    const stand = await row.prepare({ startRedis: false, direct: true });
    const processes = await Promise.all([stand.startApi(), stand.startWorker('worker-1')]);
    const load = row.load({ rate: 20 });
    row.phase = 'during';
    const reasons = await Promise.all(processes.map(notReadyReason));
    await hold(row.isShort ? 1_000 : 10_000);
    row.phase = 'after';
    await stand.redis.start();
    const { first201S, firstRunS } = await row.recovery(Date.now());
    await row.more(40);
    await load.stop();

    row.figures.reasons = reasons;
    row.holds(await row.count(), { duplicates: 0 });
    row.is(
      'not ready, with the reason',
      reasons.every((reason) => typeof reason === 'string'),
    );
    row.within('first 201 after', first201S, 2);
    row.within('first run after', firstRunS, 2);
  },
};

async function notReadyReason({ url }) {
  const { status, body } = await ask(`${url}/health/ready`);
  return status === 503 ? body.error?.redis?.message : undefined;
}
