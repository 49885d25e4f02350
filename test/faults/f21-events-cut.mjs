/** F21: watchers of tasks receive no events for 30 s. Each still learns the correct end. */
import { follow } from './harness/event-stream.mjs';
import { hold } from './harness/until.mjs';

const CLIENTS = 100;

const isSubscription = (piece) => /\bp?subscribe\b/i.test(piece.toString('latin1'));

export default {
  fault: 'events connection cut 30 s under load',
  async run(row) {
    const stand = await row.prepareAll({ variables: { WORKER_CONCURRENCY: 'tasks=100' } });
    const { submissions, proxy } = stand;
    const outageMs = row.isShort ? 5_000 : 30_000;
    const load = row.load({ rate: 50, payload: { ms: 10 } });
    await row.more(50);
    // They end one after the other: before, during and after the outage.
    const watched = [];
    for (let i = 0; i < CLIENTS; i++)
      watched.push(await submissions.mustSubmit({ ms: Math.round(((i + 1) * 1.3 * outageMs) / CLIENTS) }));
    const following = watched.map(({ id }) => follow(`${stand.url}/tasks/${id}/events`));

    row.phase = 'during';
    proxy.cut(isSubscription);
    await hold(outageMs);
    row.phase = 'after';
    await proxy.pass();
    const ends = await Promise.all(following);
    await load.stop();

    row.holds(await row.count(), { duplicates: 0 });
    row.figures.connections_cut = proxy.counts.cut;
    row.figures.streams = ends.reduce((sum, { streams }) => sum + streams, 0);
    row.atLeast('connections cut', proxy.counts.cut, 1);
    const right = watched.filter(({ task }, i) => ends[i].status === task.status).length;
    row.exactly('clients with the right final state', right, CLIENTS);
  },
};
