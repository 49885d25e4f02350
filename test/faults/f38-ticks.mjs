/**
 * F38: a schedule ticks every second, 1,000 times or as often as --ticks says. One of three workers is killed every ten
 * seconds, and Redis restarted once: every tick is submitted once. test/e2e/schedule-death.spec.ts is the short form.
 */
import { Ticking } from './harness/ticking.mjs';
import { hold } from './harness/until.mjs';

const SECOND_MS = 1_000;
const SHORT_TICKS = 24;

export default {
  fault: 'a tick every second: one of three workers SIGKILL every 10 s, Redis restarted once',
  async run(row) {
    const count = row.isShort ? SHORT_TICKS : row.ticks;
    const killEvery = row.isShort ? 4 : 10;
    const stand = await row.prepareAll({ workers: 3, direct: true, shortLocks: row.isShort });
    const ticking = new Ticking(stand, count);
    await ticking.begin();

    let kills = 0;
    let isRestarted = false;
    for (let passed = killEvery; passed < count; passed += killEvery) {
      await ticking.passed(passed);
      await restartWorker(stand, kills++ % stand.workers.length);
      if (isRestarted || passed < count / 2) continue;
      isRestarted = true;
      await stand.redis.kill();
      await hold(SECOND_MS);
      await stand.redis.start();
    }

    const { missed } = await ticking.end();
    const { notRun, unexpected, runs } = ticking.effects();
    const lateness = [...ticking.lateness.values()].sort((a, b) => a - b);
    row.figures = { ticks: count, kills, tasks: count - notRun, repeated_runs: runs - count };
    row.figures.lateness_ms = { p50: lateness[Math.floor(lateness.length / 2)], max: lateness.at(-1) };
    row.survive();
    row.exactly('ticks in the history', ticking.lateness.size, count);
    row.exactly('missed', missed, 0);
    row.exactly('ticks whose task did not run', notRun, 0);
    row.exactly('tasks submitted twice', unexpected, 0);
    row.exactly('Redis restarts', Number(isRestarted), 1);
    row.atLeast('killed workers', kills, Math.ceil(count / killEvery) - 1);
  },
};

async function restartWorker(stand, at) {
  await stand.workers[at].kill('SIGKILL');
  stand.workers[at] = await stand.startWorker(stand.workers[at].name);
}
