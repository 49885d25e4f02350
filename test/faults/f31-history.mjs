/**
 * F31: PostgreSQL, which keeps the history, is killed, frozen, has a full disk, and is emptied, while 20,000 tasks run
 * and workers are killed. Afterwards the history has each task with its final state.
 */
import { createPostgres } from './harness/postgres.mjs';
import { hold, until } from './harness/until.mjs';

const TASKS = 20_000;
const SHORT_TASKS = 300;
/** Submits per second. */
const RATE = { full: 250, short: 30 };

export default {
  fault: 'PostgreSQL SIGKILL, SIGSTOP, disk full, emptied; workers SIGKILL: the history',
  async run(row) {
    const postgres = await createPostgres();
    if (postgres === undefined) row.skip('needs PostgreSQL: apt-get install postgresql');
    await postgres.start();
    const stand = await row.prepareAll({
      ...{ workers: 3, direct: true, shortLocks: row.isShort },
      variables: { HISTORY_URL: postgres.url },
    });
    const count = row.isShort ? SHORT_TASKS : TASKS;
    const outageMs = row.isShort ? 2_000 : 12_000;
    const load = row.load({ rate: row.isShort ? RATE.short : RATE.full, payload: { ms: 5 } });
    const reached = (share) =>
      until(() => stand.submissions.entries.length >= count * share, {
        ...{ what: `${share * 100} % of the submits`, limitMs: 600_000 },
      });
    const faults = [
      async () => {
        await postgres.kill();
        await hold(outageMs);
        await postgres.start();
      },
      async () => {
        postgres.freeze();
        await hold(outageMs);
        postgres.thaw();
      },
      async () => {
        postgres.fillDisk();
        await hold(outageMs);
        postgres.freeDisk();
        // A write-ahead log that cannot be written ends the server.
        if (!postgres.isRunning) await postgres.start();
      },
      () => until(() => emptied(postgres), { what: 'an empty database', limitMs: 60_000 }),
    ];
    row.phase = 'during';
    for (const [i, inject] of faults.entries()) {
      await reached((i + 1) / (faults.length + 1));
      const at = i % stand.workers.length;
      await stand.workers[at].kill('SIGKILL');
      const restarted = stand.startWorker(stand.workers[at].name);
      await inject();
      stand.workers[at] = await restarted;
    }
    row.phase = 'after';
    await reached(1);
    await load.stop();

    row.holds(await row.count(180_000), {});
    const endedAt = Date.now();
    const ids = stand.submissions.of('accepted').map(({ id }) => id);
    const recorded = await recordedWithin(postgres, ids, 300_000);
    const states = stand.submissions.of('accepted').map(({ id, task }) => [recorded.get(id), task?.status]);
    row.figures = { tasks: ids.length, complete_after_s: (Date.now() - endedAt) / 1_000 };
    row.exactly('missing in the history', ids.length - recorded.size, 0);
    row.exactly('wrong final states', states.filter(([stored, shown]) => stored !== shown).length, 0);
  },
};

/** Nothing is left of the history; its recorders begin again. */
async function emptied(postgres) {
  return postgres.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public').then(
    () => true,
    () => false,
  );
}

/** States by id, once the history has all tasks or the time is over. */
async function recordedWithin(postgres, ids, limitMs) {
  const read = () => postgres.recorded(ids);
  const isComplete = async () => (await read().catch(() => new Map())).size === ids.length;
  await until(isComplete, { what: 'every task', limitMs, everyMs: 500 }).catch(() => undefined); // told by the bounds
  return read();
}
