import { tickWorkId } from '../../../dist/core/schedules/schedule.js';
import { ask } from './ask.mjs';
import { until } from './until.mjs';

const SECOND_MS = 1_000;

/** A schedule that ticks every second, with what came of it. */
export class Ticking {
  /** Lateness in ms by the time of the tick. The history has only the last 100, so it is read while it grows. */
  lateness = new Map();

  /**
   * @param count number of ticks
   * @param n number of its tasks
   * @param json the rule and the work, if it is not a task
   */
  constructor(stand, count, { id = 'secondly', n = 0, ...json } = {}) {
    const every = json.cron ? {} : { every_ms: SECOND_MS };
    const task = json.workflow ? {} : { task: 'faults.effect', payload: { n } };
    Object.assign(this, { stand, count, id, n, json: { ...every, ...task, ...json } });
  }

  async begin() {
    this.first = (Math.ceil(Date.now() / SECOND_MS) + 2) * SECOND_MS;
    const json = {
      ...{ ...this.json, overlap: 'allow', catch_up: 'all' },
      start_at: new Date(this.first).toISOString(),
      end_at: new Date(this.timeOf(this.count - 1)).toISOString(),
    };
    const { status, body } = await ask(`${this.stand.url}/schedules/${this.id}`, { method: 'PUT', json });
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
        const { body } = await ask(`${this.stand.url}/schedules/${this.id}`);
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
    const runs = this.stand.sink.effects.flatMap(({ id, n }) => (n === this.n ? [id] : []));
    const ids = new Set(runs);
    const expected = new Set(
      Array.from({ length: this.count }, (_, number) => tickWorkId(this.id, this.timeOf(number))),
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
    const { body } = await ask(`${this.stand.url}/schedules/${this.id}/ticks?limit=100`);
    for (const { tick_at: at, outcome, lateness_ms: latenessMs } of body.items)
      if (outcome === 'submitted') this.lateness.set(at, latenessMs);
  }
}
