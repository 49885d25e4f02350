/** F3: a worker asked to stop requeues tasks that it cannot finish, which costs them no attempt. */
import { until } from './harness/until.mjs';

const ACTIVE = 50;

export default {
  fault: 'worker SIGTERM, 50 active of 12 s, deadline 5 s',
  async run(row) {
    const [ms, deadlineMs] = row.isShort ? [4_000, 1_000] : [12_000, 5_000];
    const stand = await row.prepareAll({
      workers: 1,
      variables: { WORKER_CONCURRENCY: 'tasks=50', SHUTDOWN_TIMEOUT_MS: String(deadlineMs) },
    });
    const [first] = stand.workers;
    const { submissions } = stand;
    const held = await Promise.all(Array.from({ length: ACTIVE }, () => submissions.mustSubmit({ ms })));
    await until(() => stand.sink.effects.length === ACTIVE, { what: '50 running tasks' });

    const toldAt = Date.now();
    const ended = first.kill('SIGTERM').then(() => Date.now());
    // Started only now, so that all tasks were in the first worker.
    await stand.startWorker('worker-2');
    const endedAt = await ended;
    const again = () => held.map((entry) => stand.runsOf(entry)[1]);
    await until(() => again().every((run) => run !== undefined), { what: 'the second runs' });
    row.recoveryS = (Math.max(...again().map(({ at }) => at)) - endedAt) / 1_000;

    row.holds(await row.count(), { duplicates: ACTIVE });
    row.exactly('exit code', await first.exited, 0);
    row.exactly('attempts or stalls counted', held.filter(({ task }) => task.attempt !== 1).length, 0);
    row.within('told to ended', (endedAt - toldAt) / 1_000, 7);
    row.within('all run again after the end', row.recoveryS, 1);
  },
};
