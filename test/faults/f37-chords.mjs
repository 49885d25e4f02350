/**
 * F37: 1,000 workflows of 20 steps and one that follows them all, while workers are killed at random, the API is killed
 * and Redis restarted, twice each: every workflow ends, and what follows is submitted once.
 */
import { Chords } from './harness/chords.mjs';
import { warningsIn } from './harness/stand.mjs';
import { hold } from './harness/until.mjs';

/** Steps of a header. */
const WIDTH = 20;
/** Duration of a step, and the mean time from the start of a worker to the next kill: twenty are killed while there is work. */
const FULL = { stepMs: 150, killEveryMs: 3_000 };
const SHORT = { stepMs: 20, killEveryMs: 2_000 };
/** Every tenth workflow makes its header from a list, by `each`. */
const BY_LIST = 10;

export default {
  fault: '1,000 chords of 20: workers killed at random, API killed and Redis restarted twice each',
  async run(row) {
    const stand = await row.prepareAll({ workers: 3, direct: true, shortLocks: row.isShort });
    const { stepMs, killEveryMs } = row.isShort ? SHORT : FULL;
    const shapeOf = (number) => (number % BY_LIST === 0 ? 'list' : 'steps');
    const chords = new Chords(stand, { width: WIDTH, ms: stepMs, shapeOf });
    const total = row.isShort ? 30 : 1_000;
    const submitting = chords.submitAll(total);
    const killer = killWorkers(stand, killEveryMs);

    await chords.accepted(total * 0.2);
    await restartApi(stand);
    await chords.accepted(total * 0.4);
    await restartRedis(stand);
    await chords.accepted(total * 0.6);
    await restartRedis(stand);
    await chords.accepted(total * 0.8);
    await restartApi(stand);
    await submitting;
    const kills = await killer.stop();

    const open = await chords.finish(row.isShort ? 120_000 : 300_000);
    const { withoutLast, twice, early, effects } = chords.count();
    row.figures = { ...row.figures, workflows: total, kills, effects, repeated: chords.repeated };
    row.figures.runs_of_last = chords.effectsOfLast().length;
    row.figures.repairs = stand.started.flatMap(warningsIn).reduce((sum, line) => sum + repairsIn(line), 0);
    row.survive();
    row.exactly('workflows that do not end', open.length, 0);
    row.exactly('workflows that failed', chords.failed().length, 0);
    row.exactly('workflows whose last step did not run', withoutLast, 0);
    row.exactly('workflows whose last step was submitted twice', twice, 0);
    row.exactly('last steps that ran before the others had', early, 0);
    row.atMost('repairs', row.figures.repairs, 0);
    row.atLeast('killed workers', kills, row.isShort ? 2 : 20);
  },
};

/** Kills a worker at a random time, about every `everyMs`, and starts it again, until it is stopped. */
function killWorkers(stand, everyMs) {
  let kills = 0;
  let isStopped = false;
  const running = (async () => {
    for (;;) {
      await hold(everyMs * (0.5 + Math.random()));
      if (isStopped) return;
      const at = Math.floor(Math.random() * stand.workers.length);
      await stand.workers[at].kill('SIGKILL');
      kills += 1;
      stand.workers[at] = await stand.startWorker(stand.workers[at].name);
    }
  })();
  running.catch(() => undefined); // told by stop
  return {
    async stop() {
      isStopped = true;
      await running;
      return kills;
    },
  };
}

async function restartApi(stand) {
  await stand.api.kill('SIGKILL');
  stand.api = await stand.startApi();
}

async function restartRedis(stand) {
  await stand.redis.kill();
  await hold(1_000);
  await stand.redis.start();
}

function repairsIn({ msg }) {
  return Number(/Repaired (\d+) steps of workflow/.exec(msg ?? '')?.[1] ?? 0);
}
