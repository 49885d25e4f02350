/** F4: a frozen worker counts as dead. When it resumes, its results are too late and refused. */
import { ask } from './harness/ask.mjs';
import { hold, until } from './harness/until.mjs';

const ACTIVE = 8;

export default {
  fault: 'worker SIGSTOP 40 s, SIGCONT',
  async run(row) {
    const stand = await row.prepareAll({ workers: 1, shortLocks: row.isShort });
    const [zombie] = stand.workers;
    const { submissions, sink } = stand;
    const held = await Promise.all(
      Array.from({ length: ACTIVE }, () => submissions.mustSubmit({ ms: 10, first_ms: 3_000 })),
    );
    await until(() => sink.effects.length === ACTIVE, { what: 'running tasks' });
    zombie.signal('SIGSTOP');
    const stoppedAt = Date.now();
    await stand.startWorker('worker-2');
    await submissions.finish(90_000);
    const recorded = JSON.stringify(held.map(({ task }) => task));
    row.recoveryS = (Math.max(...sink.effects.map(({ at }) => at)) - stoppedAt) / 1_000;
    await hold(Math.max(0, (row.isShort ? 10_000 : 40_000) - (Date.now() - stoppedAt)));

    zombie.signal('SIGCONT');
    await submissions.mustSubmit();
    // After it resumed, it reports that it has no tasks.
    const wokeAt = Date.now();
    await until(() => isIdleSince(stand.url, zombie.name, wokeAt), { what: 'an idle zombie' });

    row.holds(await row.count(), { duplicates: ACTIVE });
    row.is('what was recorded stands', JSON.stringify(held.map(({ task }) => task)) === recorded);
    const results = held.map(({ task }) => `${task.result.attempt} by ${task.result.worker}`);
    row.is(
      'all by the second run',
      results.every((result) => result === '2 by worker-2'),
    );
  },
};

async function isIdleSince(url, name, since) {
  const { body } = await ask(`${url}/workers`);
  const worker = body.items.find((one) => one.name === name);
  return worker.active_count === 0 && Date.parse(worker.last_heartbeat_at) > since + 5_000;
}
