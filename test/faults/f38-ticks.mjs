/**
 * F38: a schedule ticks every second, 1,000 times or as often as --ticks says. One of three workers is killed every ten
 * seconds, and Redis restarted once: every tick is submitted once. test/e2e/schedule-death.spec.ts is the short form.
 */
import { tickWorkId } from '../../dist/core/schedules/schedule.js';
import { ask } from './harness/ask.mjs';
import { hold, until } from './harness/until.mjs';

const SECOND_MS = 1_000;
const SHORT_TICKS = 24;
const ID = 'secondly';

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
    row.exactly('ticks in the history', ticking.lateness.size, count);
    row.exactly('missed', missed, 0);
    row.exactly('ticks whose task did not run', notRun, 0);
    row.exactly('tasks submitted twice', unexpected, 0);
    row.exactly('Redis restarts', Number(isRestarted), 1);
    row.atLeast('killed workers', kills, Math.ceil(count / killEvery) - 1);
  },
};

/** The schedule, with what came of it. */
class Ticking {
  /** Lateness in ms by the time of the tick. The history has only the last 100, so it is read while it grows. */
  lateness = new Map();

  constructor(stand, count) {
    Object.assign(this, { stand, count });
  }

  async begin() {
    this.first = (Math.ceil(Date.now() / SECOND_MS) + 2) * SECOND_MS;
    const json = {
      ...{ task: 'faults.effect', payload: { n: 0 }, overlap: 'allow', catch_up: 'all', every_ms: SECOND_MS },
      start_at: new Date(this.first).toISOString(),
      end_at: new Date(this.timeOf(this.count - 1)).toISOString(),
    };
    const { status, body } = await ask(`${this.stand.url}/schedules/${ID}`, { method: 'PUT', json });
    if (status !== 201) throw new Error(`The schedule was answered ${status}: ${JSON.stringify(body)}`);
  }

  /** Resolves when so many ticks have passed. */
  async passed(count) {
    await until(() => Date.now() >= this.timeOf(count), { what: 'the next tick', limitMs: 60_000 });
    await this.readHistory().catch(() => undefined); // next time
  }

  /** Resolves when no tick is left, with the schedule, and every task has run or the time is over. */
  async end() {
    const schedule = await until(
      async () => {
        const { body } = await ask(`${this.stand.url}/schedules/${ID}`);
        return body?.state === 'ended' && body;
      },
      { what: 'the last tick', limitMs: 60_000, everyMs: 200 },
    );
    await this.readHistory();
    const waiting = { what: 'the run of every tick', limitMs: 60_000 };
    await until(() => this.effects().notRun === 0, waiting).catch(() => undefined); // told by the bounds
    return schedule;
  }

  /** By the effects alone: what Redis says of the tasks is not asked. */
  effects() {
    const runs = this.stand.sink.effects.map(({ id }) => id);
    const ids = new Set(runs);
    const expected = new Set(
      Array.from({ length: this.count }, (_, number) => tickWorkId(ID, this.timeOf(number))),
    );
    return {
      runs: runs.length,
      notRun: [...expected].filter((id) => !ids.has(id)).length,
      unexpected: [...ids].filter((id) => !expected.has(id)).length,
    };
  }

  timeOf(number) {
    return this.first + number * SECOND_MS;
  }

  async readHistory() {
    const { body } = await ask(`${this.stand.url}/schedules/${ID}/ticks?limit=100`);
    for (const { tick_at: at, outcome, lateness_ms: latenessMs } of body.items)
      if (outcome === 'submitted') this.lateness.set(at, latenessMs);
  }
}

async function restartWorker(stand, at) {
  await stand.workers[at].kill('SIGKILL');
  stand.workers[at] = await stand.startWorker(stand.workers[at].name);
}
