/** F7: an API dies during requests. Its responses are true, and repeating with the key resolves missing ones. */
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
