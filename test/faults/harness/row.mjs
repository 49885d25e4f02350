import { endAll } from './children.mjs';
import { latencies, percentile, startLoad } from './load.mjs';
import { createStand, errorsIn, rssOf } from './stand.mjs';
import { until } from './until.mjs';

/** Thrown if a row cannot run on this machine. */
export class SkippedError extends Error {
  name = 'SkippedError';
}

/** The API of a row: it creates a stand, loads it, injects a fault, and declares the bounds. */
export class Row {
  bounds = [];
  /** Additional figures for the row's line. */
  figures = {};
  recoveryS = undefined;
  stand = undefined;
  endings = [];

  /**
   * @param isShort true in `npm test`: short locks and outages; times are reported but not judged
   * @param minutes duration of a soak; undefined: the row's own
   * @param ticks number of a schedule's ticks
   */
  constructor(name, { isShort, minutes, ticks }) {
    Object.assign(this, { name, isShort, minutes, ticks });
  }

  /** Creates the row's stand, with only a running Redis (unless `startRedis` is false). */
  async prepare({ startRedis = true, ...options } = {}) {
    if (this.stand) await this.end(); // a second stand replaces the first
    this.stand = await createStand(options);
    if (startRedis) await this.stand.redis.start();
    return this.stand;
  }

  /** Creates the stand with an API and the given number of workers, all of them ready. */
  async prepareAll({ workers = 2, ...options } = {}) {
    const stand = await this.prepare(options);
    const names = Array.from({ length: workers }, (_, i) => `worker-${i + 1}`);
    const [api, ...all] = await Promise.all([
      stand.startApi(),
      ...names.map((name) => stand.startWorker(name)),
    ]);
    if (workers > 0) await stand.workersAreUp(workers);
    return Object.assign(stand, { api, workers: all });
  }

  /** Loads the API, in the phase `before`. */
  load(options) {
    this.stand.submissions.phase = 'before';
    return startLoad(this.stand.submissions, options);
  }

  set phase(phase) {
    this.stand.submissions.phase = phase;
  }

  /** Waits until `count` more tasks were submitted. */
  async more(count) {
    const { entries } = this.stand.submissions;
    const enough = entries.length + count;
    await until(() => entries.length >= enough, { what: `${count} more submissions` });
  }

  /**
   * Waits for the first 201 of a request sent after the broker's return at `since` (ms since 1970), and for the first
   * run of a task after it. @returns both in seconds after `since`
   */
  async recovery(since) {
    const { submissions, sink } = this.stand;
    const seconds = (at) => (at - since) / 1_000;
    const answered = () => submissions.entries.find(isAcceptedAfter(since));
    const ran = () => sink.effects.find(({ at }) => at > since);
    const accepted = await until(answered, { what: 'a 201 after the outage' });
    const effect = await until(ran, { what: 'a run after the outage' });
    const found = { first201S: seconds(accepted.answeredAt), firstRunS: seconds(effect.at) };
    this.recoveryS = Math.max(found.first201S, found.firstRunS);
    return found;
  }

  /** Percentile of the response times of a phase, in ms. */
  percentile(phase, share) {
    return percentile(this.stand.submissions.entries, phase, share);
  }

  /** The longest response time, in seconds. */
  get longestAnswerS() {
    return Math.max(...this.stand.submissions.entries.map(({ ms }) => ms ?? 0)) / 1_000;
  }

  /** Waits until submits are settled and tasks are final, as far as possible, and counts. */
  async count(limitMs = 60_000) {
    await this.stand.submissions.settle();
    await this.stand.submissions.finish(limitMs);
    this.counts = this.stand.submissions.count(this.stand.sink.effects);
    return this.counts;
  }

  /**
   * Declares the bounds of every row's counts.
   *
   * @param limits of duplicates, if there is one, and of processes that end by themselves, if any may
   */
  holds({ lost, wrongly_failed: failed, unknown, settled, completed, duplicates }, limits) {
    this.exactly('lost', lost, 0);
    this.exactly('wrongly failed', failed, 0);
    this.exactly('not settled by repeating the key', unknown - settled, 0);
    this.atLeast('completed', completed, 1);
    this.survive(limits.died);
    if (limits.duplicates === undefined) return;
    if (limits.duplicates === 0) this.exactly('duplicates', duplicates, 0);
    else this.atMost('duplicates', duplicates, limits.duplicates);
  }

  /** Declares the bound of processes that ended, though nobody has told them to. */
  survive(died = 0) {
    const all = this.stand.started.filter(({ isRunning, isToEnd }) => !isRunning && !isToEnd);
    this.atMost('processes that ended by themselves', all.length, died);
  }

  exactly(what, value, wanted) {
    this.judge(what, value, `= ${wanted}`, value === wanted);
  }

  atMost(what, value, limit, unit = '') {
    this.judge(what, value, `<= ${limit} ${unit}`.trim(), value <= limit);
  }

  atLeast(what, value, limit, unit = '') {
    this.judge(what, value, `>= ${limit} ${unit}`.trim(), value >= limit);
  }

  is(what, value) {
    this.judge(what, value, 'true', value === true);
  }

  /** Bound of a time in seconds. A short run only reports it, because its locks differ and its machine is busy. */
  within(what, seconds, limit) {
    const value = Math.round(seconds * 1_000) / 1_000;
    this.judge(what, value, `<= ${limit} s`, this.isShort ? 'reported' : value <= limit);
  }

  /** Called when the row has ended, even by an error. */
  atEnd(end) {
    this.endings.push(end);
  }

  async end() {
    for (const end of this.endings.splice(0).reverse()) await end();
    this.stand?.close();
    await endAll();
  }

  skip(reason) {
    throw new SkippedError(reason);
  }

  say(text) {
    process.stderr.write(`  ${this.name}: ${text}\n`);
  }

  judge(what, value, wanted, holds) {
    this.bounds.push({ what, value, wanted, holds });
  }

  /** The row's line. */
  line(fault) {
    const { submissions, started = [] } = this.stand ?? {};
    const entries = submissions?.entries ?? [];
    return {
      row: this.name,
      fault,
      ...this.counts,
      recovery_s: this.recoveryS,
      api_ms: latencies(entries),
      codes: codesOf(entries),
      rss_mb: Object.fromEntries(
        started.filter(({ isRunning }) => isRunning).map((one) => [one.name, rssOf(one)]),
      ),
      errors_logged: started.flatMap(errorsIn).length,
      ...this.figures,
      bounds: this.bounds,
    };
  }
}

/** Count of each first response, such as `201`, `503 broker-unavailable`, `ECONNRESET`. */
function codesOf(entries) {
  const codes = {};
  for (const { status, code } of entries) {
    const text = [status || undefined, code].filter((part) => part !== undefined).join(' ');
    codes[text] = (codes[text] ?? 0) + 1;
  }
  return codes;
}

function isAcceptedAfter(since) {
  return ({ status, sentAt }) => sentAt > since && status >= 200 && status < 300;
}
