/**
 * F37: 1,000 workflows of 20 steps and one that follows them all, while workers are killed at random, the API is killed
 * and Redis restarted, twice each: every workflow ends, and what follows is submitted once.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { ask } from './harness/ask.mjs';
import { warningsIn } from './harness/stand.mjs';
import { hold, inParallel, until } from './harness/until.mjs';

/** Steps of a header. */
const WIDTH = 20;
/** Numbers of one workflow's tasks begin at a multiple of this; the last step has the highest. */
const NUMBERS = 100;
const LAST = NUMBERS - 1;
/** Every tenth workflow makes its header from a list, by `each`. */
const BY_LIST = 10;
/** Workflows that are under way at once. */
const MOST_OPEN = 100;
const CLIENTS = 8;

export default {
  fault: '1,000 chords of 20: workers killed at random, API killed and Redis restarted twice each',
  async run(row) {
    const stand = await row.prepareAll({ workers: 3, direct: true, shortLocks: row.isShort });
    const chords = new Chords(stand, row.isShort ? 30 : 1_000);
    const submitting = chords.submitAll();
    const killer = killWorkers(stand, row.isShort ? 2_000 : 4_000);

    const total = chords.all.length;
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
    row.exactly('workflows that do not end', open.length, 0);
    row.exactly('workflows that failed', chords.failed().length, 0);
    row.exactly('workflows whose last step did not run', withoutLast, 0);
    row.exactly('workflows whose last step was submitted twice', twice, 0);
    row.exactly('last steps that ran before the others had', early, 0);
    row.atMost('repairs', row.figures.repairs, 0);
    row.atLeast('killed workers', kills, row.isShort ? 2 : 20);
  },
};

/** Workflows with what came of them. */
class Chords {
  /** Requests that were repeated by their key, because their outcome was unknown. */
  repeated = 0;

  constructor(stand, count) {
    this.stand = stand;
    this.all = Array.from({ length: count }, (_, number) => ({ number, key: randomUUID() }));
  }

  async submitAll() {
    await inParallel(this.all, CLIENTS, async (chord) => {
      await until(() => this.openCount() < MOST_OPEN, { what: 'room for a workflow', limitMs: 300_000 });
      chord.isSent = true;
      await this.submit(chord);
    });
  }

  /** Sends the same request until it is known to be accepted. */
  async submit(chord) {
    const json = definitionOf(chord.number);
    const headers = { 'Idempotency-Key': chord.key };
    for (;;) {
      const { status, body } = await ask(`${this.stand.url}/workflows`, { method: 'POST', headers, json });
      chord.id = body?.workflow_id;
      if (status === 201) return;
      if (status !== 0 && status < 500 && status !== 409)
        throw new Error(`A workflow was answered ${status}: ${JSON.stringify(body)}`);
      this.repeated += 1;
      await pause(100);
    }
  }

  /** Resolves when so many were accepted. */
  accepted(count) {
    return until(() => this.all.filter(({ id }) => id).length >= count, {
      what: `${count} accepted workflows`,
      limitMs: 600_000,
    });
  }

  openCount() {
    const lasts = new Set(this.effectsOfLast().map(({ n }) => n));
    return this.all.filter(({ number, isSent }) => isSent && !lasts.has(lastOf(number))).length;
  }

  /** Reads the workflows until all have ended, or the time is over. @returns those that have not */
  async finish(limitMs) {
    const open = () => this.all.filter(({ status }) => !['SUCCESS', 'FAILURE', 'REVOKED'].includes(status));
    const deadline = Date.now() + limitMs;
    while (open().length > 0 && Date.now() < deadline) {
      await inParallel(open(), CLIENTS, async (chord) => {
        const { body } = await ask(`${this.stand.url}/workflows/${chord.id}`);
        chord.status = body?.status;
      });
      await pause(500);
    }
    return open();
  }

  failed() {
    return this.all.filter(({ status }) => status === 'FAILURE' || status === 'REVOKED');
  }

  effectsOfLast() {
    return this.stand.sink.effects.filter(({ n }) => n % NUMBERS === LAST);
  }

  /** By the effects alone: what Redis says of the tasks is not asked. */
  count() {
    const { effects } = this.stand.sink;
    const byNumber = groupBy(effects);
    const lasts = this.all.map(({ number }) => byNumber.get(lastOf(number)) ?? []);
    const isEarly = (number) => {
      const last = byNumber.get(lastOf(number))?.[0];
      const header = Array.from({ length: WIDTH }, (_, i) => byNumber.get(number * NUMBERS + i)?.[0]);
      return (
        last && (header.some((effect) => !effect || effect.at > last.at) || last.parts?.length !== WIDTH)
      );
    };
    return {
      effects: effects.length,
      withoutLast: lasts.filter((runs) => runs.length === 0).length,
      twice: lasts.filter((runs) => new Set(runs.map(({ id }) => id)).size > 1).length,
      early: this.all.filter(({ number }) => isEarly(number)).length,
    };
  }
}

function groupBy(effects) {
  const groups = new Map();
  for (const effect of effects) groups.set(effect.n, [...(groups.get(effect.n) ?? []), effect]);
  return groups;
}

const lastOf = (number) => number * NUMBERS + LAST;

function definitionOf(number) {
  const numbers = Array.from({ length: WIDTH }, (_, i) => number * NUMBERS + i);
  const effect = (n, more) => ({ task: 'faults.effect', payload: { n, ms: 20 }, ...more });
  const last = (parts) => ({ task: 'faults.effect', payload: { n: lastOf(number), parts } });
  if (number % BY_LIST === 0)
    return { steps: { header: effect({ $item: '' }, { each: numbers }), last: last({ $result: 'header' }) } };
  const header = Object.fromEntries(numbers.map((n, i) => [`step${i}`, effect(n)]));
  return {
    steps: { ...header, last: last(Object.keys(header).map((step) => ({ $result: step, path: '/n' }))) },
  };
}

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
