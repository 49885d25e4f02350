import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { ask } from './ask.mjs';
import { inParallel, until } from './until.mjs';

/** Numbers of one workflow's tasks begin at a multiple of this; the last step has the highest. */
const NUMBERS = 100;
const LAST = NUMBERS - 1;
/** Workflows that are under way at once. */
const MOST_OPEN = 100;
const CLIENTS = 8;

/**
 * Workflows of some steps and one that follows them all, with what came of them. The steps run at the same time, are made
 * from a list by `each`, or are a chain.
 */
export class Chords {
  all = [];
  /** Requests that were repeated by their key, because their outcome was unknown. */
  repeated = 0;

  /**
   * @param width steps before the last one
   * @param ms duration of each
   * @param first number of the first workflow
   * @param shapeOf steps, list or chain, by the workflow's number
   */
  constructor(stand, { width, ms = 20, first = 0, shapeOf }) {
    Object.assign(this, { stand, width, ms, first, shapeOf });
  }

  /** Submits so many, as fast as they end. */
  async submitAll(count) {
    const chords = Array.from({ length: count }, () => this.add());
    await inParallel(chords, CLIENTS, async (chord) => {
      await until(() => this.openCount() < MOST_OPEN, { what: 'room for a workflow', limitMs: 300_000 });
      chord.isSent = true;
      await this.submit(chord);
    });
  }

  /** @returns one more, which is not submitted yet */
  add() {
    const chord = { number: this.first + this.all.length, key: randomUUID() };
    this.all.push(chord);
    return chord;
  }

  /** Sends the same request until it is known to be accepted. */
  async submit(chord) {
    const json = this.definitionOf(chord.number);
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
      const header = this.headerOf(number).map((n) => byNumber.get(n)?.[0]);
      return (
        last && (header.some((effect) => !effect || effect.at > last.at) || last.parts?.length !== this.width)
      );
    };
    return {
      effects: effects.length,
      withoutLast: lasts.filter((runs) => runs.length === 0).length,
      twice: lasts.filter((runs) => new Set(runs.map(({ id }) => id)).size > 1).length,
      early: this.all.filter(({ number }) => isEarly(number)).length,
    };
  }

  headerOf(number) {
    return Array.from({ length: this.width }, (_, i) => number * NUMBERS + i);
  }

  definitionOf(number) {
    const numbers = this.headerOf(number);
    const shape = this.shapeOf(number);
    const effect = (n, more) => ({ task: 'faults.effect', payload: { n, ms: this.ms }, ...more });
    const last = (parts) => ({ task: 'faults.effect', payload: { n: lastOf(number), parts } });
    if (shape === 'list')
      return {
        steps: { header: effect({ $item: '' }, { each: numbers }), last: last({ $result: 'header' }) },
      };
    const afterOf = (i) => (shape === 'chain' && i > 0 ? { after: [`step${i - 1}`] } : {});
    const header = Object.fromEntries(numbers.map((n, i) => [`step${i}`, effect(n, afterOf(i))]));
    return {
      steps: { ...header, last: last(Object.keys(header).map((step) => ({ $result: step, path: '/n' }))) },
    };
  }
}

function groupBy(effects) {
  const groups = new Map();
  for (const effect of effects) if (!groups.get(effect.n)?.push(effect)) groups.set(effect.n, [effect]);
  return groups;
}

const lastOf = (number) => number * NUMBERS + LAST;
