/** F7: an API that dies in the middle of requests. What it said is true, and what it did not say is found out by the key. */
import { until } from './harness/until.mjs';

export default {
  fault: 'API SIGKILL under load',
  async run(row) {
    const stand = await row.prepareAll();
    const { submissions } = stand;
    const load = row.load({ rate: 100 });
    await row.more(200);

    row.phase = 'during';
    const diedAt = Date.now();
    await stand.api.kill('SIGKILL');
    await stand.startApi();
    const first = () => submissions.entries.find((e) => e.phase === 'during' && e.kind === 'accepted');
    row.recoveryS = ((await until(first, { what: 'an accepted request' })).answeredAt - diedAt) / 1_000;
    row.phase = 'after';
    await row.more(200);
    await load.stop();

    row.holds(await row.count(), { duplicates: 0 });
  },
};
