import { setTimeout as pause } from 'node:timers/promises';
import { ask } from './ask.mjs';
import { judgeSends, startProducer } from './celery.mjs';
import { Chords } from './chords.mjs';
import { openConsole } from './console-page.mjs';
import { Fleet } from './fleet.mjs';
import { warningsIn } from './stand.mjs';
import { Ticking } from './ticking.mjs';
import { inParallel, until } from './until.mjs';

const FINAL = new Set(['SUCCESS', 'FAILURE', 'REVOKED']);
const SECOND_MS = 1_000;
/** Submits, workflows and sends of Celery per second. */
const RATES = { submits: 10, workflows: 0.5, sends: 2 };
const STREAMS = 20;
const LIMIT_MS = 300_000;
/** Numbers of the effects: those of submits begin at 0, those of schedules are negative. */
const FIRST = { workflow: 1_000_000, send: 1_000_000_000 };
const TICKS = { every: -1, cron: -2, first: -3, last: -4 };
const STEPS = 4;
const SHAPES = ['steps', 'list', 'chain'];
const RETRY = { backoff: { type: 'fixed', delay_ms: 500 } };

/** Submits of each kind, in turn. */
const KINDS = [
  () => ({ payload: { ms: 50 } }),
  () => ({ payload: { ms: 20, fails: 1 }, options: { attempts: 3, ...RETRY } }),
  () => ({ payload: { ms: 50 }, options: { priority: 'high', tags: ['soak'] } }),
  // More often than it has attempts: the run after a worker's death is none of them.
  () => ({ payload: { fails: 100 }, options: { attempts: 2, ...RETRY }, poison: true }),
  () => ({ payload: {}, options: { delay_ms: 3_000 } }),
  (i) => ({ payload: { ms: 500 }, options: { deduplicate: { key: `key-${i % 4}`, mode: 'unique' } } }),
];

/** Work of every kind, with what came of it: submits, schedules, workflows, Celery's sends, streams and the console. */
export class Traffic {
  /** @param celery variables of Celery's clients */
  static async start(row, { minutes, celery }) {
    const traffic = new Traffic();
    await traffic.begin(row, minutes * 60, celery);
    return traffic;
  }

  async begin(row, seconds, celery) {
    const { stand } = row;
    Object.assign(this, { row, stand });
    this.fleet = new Fleet(stand.url, STREAMS);
    this.page = await openConsole(stand.url, '/tasks');
    row.atEnd(() => this.page?.close());
    row.atEnd(() => this.fleet.stop());
    await until(() => this.fleet.gaps.every(({ length }) => length > 0), { what: 'every stream' });
    this.chords = new Chords(stand, {
      ...{ width: STEPS, first: FIRST.workflow, shapeOf: (number) => SHAPES[number % SHAPES.length] },
    });
    this.schedules = schedulesOf(stand, seconds);
    for (const schedule of Object.values(this.schedules)) await schedule.begin();
    this.producer = startProducer(celery, {
      ...{ rate: RATES.sends, limitS: LIMIT_MS / SECOND_MS, first: FIRST.send, isMixed: true },
    });
    this.load = row.load({ rate: RATES.submits, kindOf: (i) => KINDS[i % KINDS.length](i) });
    this.isStopped = false;
    this.workflows = this.submitWorkflows();
    this.reading = this.readTicks();
  }

  async submitWorkflows() {
    const submits = [];
    while (!this.isStopped) {
      const submit = this.chords.submit(this.chords.add());
      submit.catch(() => undefined); // thrown at the end
      submits.push(submit);
      await pause(SECOND_MS / RATES.workflows);
    }
    await Promise.all(submits);
  }

  /** The service keeps the last 100 ticks of a schedule. */
  async readTicks() {
    while (!this.isStopped) {
      for (const schedule of Object.values(this.schedules))
        await schedule.readHistory().catch(() => undefined); // next time
      await pause(10 * SECOND_MS);
    }
  }

  /** Ends all traffic, and waits until everything is quiet. */
  async stop() {
    this.isStopped = true;
    await Promise.all([this.load.stop(), this.workflows, this.reading]);
    await this.stand.submissions.settle();
    for (const schedule of Object.values(this.schedules)) schedule.ended = await schedule.end();
    this.sends = await this.producer.stop();
    this.openWorkflows = await this.chords.finish(LIMIT_MS);
    this.wanted = this.wantedStates();
    this.tasks = await readAll(this.stand.url, [...this.wanted.keys()]);
    this.left = await openTasksOf(this.stand.url);
  }

  /** The true final state of every task, by id: of those that were accepted, and of those that ran. */
  wantedStates() {
    const { submissions, sink } = this.stand;
    const ran = sink.effects.map(({ id }) => [id, 'SUCCESS']);
    const accepted = submissions.of('accepted').map(({ id, poison }) => [id, poison ? 'FAILURE' : 'SUCCESS']);
    return new Map([...ran, ...accepted]);
  }

  async judge(postgres, { mostRepeated }) {
    const { row } = this;
    row.survive();
    this.judgeTasks(mostRepeated);
    this.judgeWorkflows();
    this.judgeTicks();
    judgeSends(row, 'Celery', this.stand.sink.effects, this.sends);
    row.figures.get = this.sends.got;
    row.exactly('Celery: wrong results of get', this.sends.got.wrong, 0);
    row.atLeast('Celery: results of get', this.sends.got.ok, 1);
    await this.judgeHistory(postgres);
    await this.judgeStreams();
  }

  judgeTasks(mostRepeated) {
    const { row, wanted, tasks } = this;
    const { effects } = this.stand.sink;
    const ran = new Set(effects.map(({ id }) => id));
    const is = (state) => (id) => tasks.get(id)?.status === state;
    const ids = [...wanted.keys()];
    const lost = ids.filter((id) => !ran.has(id) || !FINAL.has(tasks.get(id)?.status));
    const wrong = ids.filter((id) => !lost.includes(id) && !is(wanted.get(id))(id));
    row.figures.tasks = ids.length;
    row.figures.failed_as_wanted = ids.filter(is('FAILURE')).length - wrong.filter(is('FAILURE')).length;
    row.exactly('submits not settled by repeating the key', this.stand.submissions.of('unknown').length, 0);
    row.exactly('lost', lost.length, 0);
    row.exactly('wrong final states', wrong.length, 0);
    row.exactly('delayed tasks that ran early', this.early(effects), 0);
    row.exactly('still open in the queues', this.left, 0);
    row.atMost('repeated runs', effects.length - this.wantedRuns(ran), mostRepeated);
    row.figures.examples = [...lost, ...wrong].slice(0, 10).map((id) => [id, tasks.get(id)?.status]);
  }

  /** Runs of these tasks, if no worker had died. */
  wantedRuns(ids) {
    const runsOf = ({ payload, options }) => Math.min((payload.fails ?? 0) + 1, options?.attempts ?? 1);
    const planned = new Map(this.stand.submissions.of('accepted').map(({ id, json }) => [id, runsOf(json)]));
    return [...ids].reduce((sum, id) => sum + (planned.get(id) ?? 1), 0);
  }

  early(effects) {
    const firstRuns = new Map(effects.toReversed().map(({ id, at }) => [id, at]));
    const delayed = this.stand.submissions.of('accepted').filter(({ json }) => json.options?.delay_ms);
    return delayed.filter(({ id, sentAt, json }) => firstRuns.get(id) < sentAt + json.options.delay_ms)
      .length;
  }

  judgeWorkflows() {
    const { row, chords } = this;
    const { withoutLast, twice, early } = chords.count();
    const repairs = this.stand.started
      .flatMap(warningsIn)
      .filter(({ msg }) => /Repaired \d+ steps/.test(msg));
    row.figures.workflows = chords.all.length;
    row.exactly('workflows that do not end', this.openWorkflows.length, 0);
    row.exactly('workflows that failed', chords.failed().length, 0);
    row.exactly('workflows whose last step did not run, or was submitted twice', withoutLast + twice, 0);
    row.exactly('last steps that ran before the others had', early, 0);
    row.exactly('repairs of workflows', repairs.length, 0);
  }

  judgeTicks() {
    const { row, schedules } = this;
    const idsOf = (number) =>
      new Set(this.stand.sink.effects.flatMap(({ id, n }) => (n === number ? [id] : []))).size;
    for (const [name, { count, lateness, ended, n, json, effects }] of Object.entries(schedules)) {
      row.figures[`${name}_ticks`] = { count, max_lateness_ms: Math.max(...lateness.values()) };
      row.exactly(`${name}: ticks missed`, ended.missed, 0);
      row.exactly(`${name}: ticks in its list`, lateness.size, count);
      if (json.workflow) continue;
      const { notRun, unexpected } = effects.call(schedules[name]);
      row.exactly(`${name}: ticks that did not run, or were submitted twice`, notRun + unexpected, 0);
      row.exactly(`${name}: tasks`, idsOf(n), count);
    }
    for (const number of [TICKS.first, TICKS.last])
      row.exactly(`workflow: tasks of step ${number}`, idsOf(number), schedules.workflow.count);
  }

  async judgeHistory(postgres) {
    const { row, wanted } = this;
    const ids = [...wanted.keys()];
    let recorded = new Map();
    const isComplete = async () => (recorded = await postgres.recorded(ids)).size === ids.length;
    await until(isComplete, { what: 'every task', limitMs: LIMIT_MS, everyMs: SECOND_MS }).catch(
      () => undefined,
    ); // told by the bounds
    const wrong = ids.filter((id) => recorded.has(id) && recorded.get(id) !== wanted.get(id));
    row.exactly('missing in the history', ids.length - recorded.size, 0);
    row.exactly('wrong final states in the history', wrong.length, 0);
  }

  async judgeStreams() {
    const { row, fleet, page } = this;
    const ended = [...this.tasks].map(([id, { finishedAt }]) => ({ id, finishedAt }));
    const seen = { what: 'every end', limitMs: 10_000, everyMs: 500 };
    await until(() => fleet.unannounced(ended).length === 0, seen).catch(() => undefined); // told by the bounds
    row.figures.gaps_announced = fleet.announced;
    row.exactly('ends that a stream missed and did not announce', fleet.unannounced(ended).length, 0);
    row.exactly('streams that broke', fleet.broken.length, 0);
    row.figures.console = page === undefined ? 'no browser' : { heap_mb: Math.round(await page.heapMb()) };
    if (page === undefined) return;
    const { id } = await this.stand.submissions.mustSubmit({ ms: 10 });
    const isShown = await until(() => page.shows(id.slice(0, 8)), { what: id }).catch(() => false);
    row.is('the console shows a new task', isShown);
    row.exactly('uncaught errors of the console', page.errors.length, 0);
  }
}

/** Each ticks every second. */
function schedulesOf(stand, count) {
  const stepOf = (n, more) => ({ task: 'faults.effect', payload: { n, ms: 10 }, ...more });
  const steps = { first: stepOf(TICKS.first), last: stepOf(TICKS.last, { after: ['first'] }) };
  return {
    every: new Ticking(stand, count, { n: TICKS.every }),
    cron: new Ticking(stand, count, { id: 'by-cron', n: TICKS.cron, cron: '* * * * * *' }),
    workflow: new Ticking(stand, count, { id: 'by-workflow', workflow: { steps } }),
  };
}

/** Reads tasks until they are final, or the time is over. */
async function readAll(url, ids) {
  const tasks = new Map();
  const deadline = Date.now() + LIMIT_MS;
  await inParallel(ids, 16, async (id) => {
    for (;;) {
      const { status, body } = await ask(`${url}/tasks/${id}`);
      if (status === 200) tasks.set(id, { status: body.status, finishedAt: Date.parse(body.finished_at) });
      if (FINAL.has(tasks.get(id)?.status) || Date.now() > deadline) return;
      await pause(200);
    }
  });
  return tasks;
}

async function openTasksOf(url) {
  const { body } = await ask(`${url}/queues`);
  const open = ({ counts: { waiting, delayed, started, waiting_for_steps: steps } }) =>
    waiting + delayed + started + steps;
  return body.items.reduce((sum, queue) => sum + open(queue), 0);
}
