/**
 * F36: an operator empties Redis under load. Stored tasks are lost; later ones run, and every process reports the loss.
 */
import { ask } from './harness/ask.mjs';
import { until } from './harness/until.mjs';

export default {
  fault: 'FLUSHALL under load',
  async run(row) {
    const stand = await row.prepareAll({ direct: true });
    const { client } = stand.redis;
    const { submissions } = stand;
    const load = row.load({ rate: row.isShort ? 40 : 100, payload: { ms: 200 } });
    await row.more(row.isShort ? 80 : 500);
    await ask(`${stand.url}/health`); // each process now knows the number of tasks

    row.phase = 'during';
    await client.flushall();
    const emptiedAt = Date.now();
    const secondsFrom = (at) => (Date.now() - at) / 1_000;
    await until(async () => (await client.zcard('celeriac:workers')) === 2, { what: 'both leases' });
    row.within('leases of the workers back', secondsFrom(emptiedAt), 2);
    const redisCheck = async () => (await ask(`${stand.url}/health`)).body?.details?.redis;
    await until(async () => (await redisCheck()).message?.includes('are gone'), {
      what: 'the loss in /health',
    });
    row.within('/health degraded after', secondsFrom(emptiedAt), 2);
    row.exactly('status of the check', (await redisCheck()).status, 'degraded');
    const said = ({ output }) =>
      /"level":50.*the \d+ tasks that this process knew of are gone/.test(output());
    await until(() => stand.started.every(said), { what: 'an error of each process' });
    row.phase = 'after';
    await row.more(row.isShort ? 80 : 500);
    await load.stop();

    // Tasks sent before are gone, except those whose submit reached Redis after FLUSHALL.
    for (const entry of submissions.of('accepted')) if (entry.sentAt <= emptiedAt) entry.kind = 'emptied';
    row.figures.emptied = submissions.of('emptied').length;
    row.holds(await row.count(), { duplicates: 0 });
    row.atLeast('tasks that were there', (await lossOf(stand.url)).tasks, 50);
    row.exactly('loss after it was acknowledged', await lossOf(stand.url), null);
    row.exactly('status after', (await redisCheck()).status, 'up');
  },
};

/** Acknowledges the loss. */
async function lossOf(url) {
  const { status, body } = await ask(`${url}/broker/acknowledge-loss`, { method: 'POST' });
  if (status !== 200) throw new Error(`It was answered ${status}: ${JSON.stringify(body)}`);
  return body.data_loss;
}
