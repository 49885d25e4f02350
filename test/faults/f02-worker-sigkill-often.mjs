/** F2: a worker dies every 5 s and is restarted, as by an orchestrator: no task is lost, and none is blamed. */
import { hold } from './harness/until.mjs';

const EVERY_MS = 5_000;

export default {
  fault: 'worker SIGKILL every 5 s for 2 min',
  async run(row) {
    const stand = await row.prepareAll({ shortLocks: row.isShort });
    const workers = stand.workers;
    let starting;
    const load = row.load({ rate: 40, payload: { ms: 200 } });
    await row.more(100);

    row.phase = 'during';
    const kills = row.isShort ? 3 : 24;
    for (let i = 0; i < kills; i++) {
      await hold(EVERY_MS);
      const at = i % 2;
      await workers[at].kill('SIGKILL');
      const next = stand.startWorker(workers[at].name);
      // The other one dies in 5 s, even if this one is not up by then.
      if (i > 0) await starting;
      starting = next.then((worker) => (workers[at] = worker));
    }
    await starting;
    row.phase = 'after';
    await row.more(100);
    await load.stop();

    row.figures.kills = kills;
    row.holds(await row.count(180_000), {});
  },
};
