/** F39: limits of task types outlive the worker that holds all slots, and Redis: everything held runs in the end. */
import { ask } from './harness/ask.mjs';
import { hold, until } from './harness/until.mjs';

const SLOTS = 4;
const WAITING = 20;

export default {
  fault: 'worker SIGKILL with all slots of a type, Redis kill -9 while another is paused',
  async run(row) {
    const stand = await row.prepareAll({
      workers: 1,
      direct: true,
      shortLocks: row.isShort,
      variables: { WORKER_CONCURRENCY: 'tasks=20' },
    });
    const [victim] = stand.workers;
    const { submissions } = stand;
    const limit = (name, json) => ask(`${stand.url}/task-types/${name}`, { method: 'PATCH', json });
    const many = (count, payload, options) =>
      Promise.all(Array.from({ length: count }, () => submissions.mustSubmit(payload, options)));
    const statesOf = async (entries) =>
      Promise.all(entries.map(async (entry) => (await submissions.read(entry))?.status));
    await limit('faults.effect', { concurrency: SLOTS });
    await limit('faults.talk', { paused: true });
    await hold(1_000); // workers apply a change within a second
    const held = await many(SLOTS, { ms: 10, first_ms: 600_000 });
    await until(() => stand.sink.effects.length === SLOTS, { what: 'all slots in use' });
    const waiting = await many(WAITING, { ms: 10 });
    const paused = await many(WAITING, { ms: 10 }, { name: 'faults.talk' });
    const aside = async () =>
      (await stand.redis.client.zcard('celeriac:type-aside:faults.effect')) === WAITING;
    await until(aside, { what: 'those over the limit, set aside' });
    await stand.startWorker('worker-2');
    await stand.workersAreUp(2);

    row.phase = 'during';
    const killedAt = Date.now();
    await victim.kill('SIGKILL');
    await until(async () => (await statesOf(waiting)).every((status) => status === 'SUCCESS'), {
      what: 'the tasks over the limit',
      limitMs: 90_000,
    });
    row.recoveryS = (Date.now() - killedAt) / 1_000;
    await stand.redis.kill();
    await stand.redis.start();
    row.phase = 'after';
    await until(async () => (await statesOf(paused)).every((status) => status === 'PENDING'), {
      what: 'the tasks of the paused type, still waiting',
    });
    await until(async () => (await limit('faults.talk', { paused: false })).status === 200, {
      what: 'the type resumed',
    });
    row.holds(await row.count(), { duplicates: SLOTS });
    row.is(
      'slots used again',
      held.every((entry) => stand.runsOf(entry).length === 2),
    );
    row.within('the type goes on', row.recoveryS, 25);
  },
};
