/** F1: the tasks of a killed worker, and only those, run again in another one. */
import { until } from './harness/until.mjs';

const ACTIVE = 20;

export default {
  fault: 'worker SIGKILL with 20 active',
  async run(row) {
    const stand = await row.prepareAll({
      workers: 1,
      shortLocks: row.isShort,
      variables: { WORKER_CONCURRENCY: 'tasks=20' },
    });
    const [victim] = stand.workers;
    const { submissions } = stand;
    // Their first attempt would take ten minutes, and is interrupted.
    const held = await Promise.all(
      Array.from({ length: ACTIVE }, () => submissions.mustSubmit({ ms: 100, first_ms: 600_000 })),
    );
    await until(() => stand.sink.effects.length === ACTIVE, { what: '20 running tasks' });
    await stand.startWorker('worker-2');
    await stand.workersAreUp(2);
    const load = row.load({ rate: row.isShort ? 20 : 50 });
    await row.more(row.isShort ? 20 : 100);

    row.phase = 'during';
    const killedAt = Date.now();
    await victim.kill('SIGKILL');
    const again = () => held.map((entry) => stand.runsOf(entry)[1]);
    await until(() => again().every((run) => run !== undefined), {
      what: 'the second runs',
      limitMs: 90_000,
    });
    row.recoveryS = (Math.max(...again().map(({ at }) => at)) - killedAt) / 1_000;
    row.phase = 'after';
    await row.more(row.isShort ? 20 : 100);
    await load.stop();

    row.holds(await row.count(), { duplicates: ACTIVE });
    const ids = held.map((entry) => new Set(stand.runsOf(entry).map(({ id }) => id)).size);
    row.is(
      'each run again under its own id',
      ids.every((count) => count === 1),
    );
    row.within('all run again', row.recoveryS, 19);
  },
};
