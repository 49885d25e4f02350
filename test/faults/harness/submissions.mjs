import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { ask } from './ask.mjs';
import { inParallel } from './until.mjs';

const FINAL = new Set(['SUCCESS', 'FAILURE', 'REVOKED']);
/** What a client may repeat a request for until it gives up. */
const SETTLE_MS = 60_000;

/**
 * Everything that a row has handed in, each with a number and an Idempotency-Key of its own, and what came of it. An
 * entry's `kind` is `accepted` (2xx), `refused` (nothing was stored: 4xx, or a full queue), or `unknown` (503, cut off,
 * too late): that one may have been stored.
 */
export class Submissions {
  entries = [];
  /** For the latencies: before, during or after the fault; undefined for what is no part of the load. */
  phase = undefined;
  /** Of every request: a key, where one is needed. */
  headers = {};

  constructor(url) {
    this.url = url;
  }

  /**
   * Submits one task.
   *
   * @param payload besides its number
   * @param name of the task
   * @param poison true for a task that is to fail
   */
  async submit(payload = {}, { name = 'faults.effect', options, poison = false, phase } = {}) {
    const n = this.entries.length;
    const entry = { n, key: randomUUID(), name, poison, phase, kind: 'unknown', sentAt: Date.now() };
    entry.json = { payload: { n, ...payload }, ...(options && { options }) };
    this.entries.push(entry);
    const answer = await this.send(entry);
    Object.assign(entry, { ms: answer.ms, status: answer.status, code: answer.code, answeredAt: Date.now() });
    take(entry, answer);
    entry.first = entry.kind;
    return entry;
  }

  /** As `submit`, and it must be accepted. */
  async mustSubmit(payload, options) {
    const entry = await this.submit(payload, options);
    if (entry.kind !== 'accepted') throw new Error(`A submit was answered ${entry.status} ${entry.code}`);
    return entry;
  }

  /** Repeats everything whose outcome is unknown, by its key, until it is known; gives what is still unknown. */
  async settle() {
    const deadline = performance.now() + SETTLE_MS;
    await inParallel(this.of('unknown'), 16, async (entry) => {
      while (entry.kind === 'unknown' && performance.now() < deadline) {
        const answer = await this.send(entry);
        take(entry, answer, true);
        entry.wasReplayed = answer.headers?.['idempotent-replayed'] === 'true';
        if (entry.kind === 'unknown') await pause(100);
      }
    });
    return this.of('unknown');
  }

  of(kind) {
    return this.entries.filter((entry) => entry.kind === kind);
  }

  /** What is known of a task. */
  async read(entry) {
    const { status, body } = await ask(`${this.url}/tasks/${entry.id}`, { headers: this.headers });
    return status === 200 ? body : undefined;
  }

  /** Waits until all that was accepted is final; what is not after `limitMs`, or is not there, stays as it is. */
  async finish(limitMs) {
    const deadline = performance.now() + limitMs;
    await inParallel(this.of('accepted'), 16, async (entry) => {
      for (;;) {
        entry.task = (await this.read(entry)) ?? entry.task;
        if (FINAL.has(entry.task?.status) || performance.now() > deadline) return;
        await pause(200);
      }
    });
  }

  /**
   * The counts, of what was accepted in the end. A task is lost that is not final, or of which the sink saw nothing;
   * duplicates are runs beyond the first, of a task or of two tasks that one key has made.
   */
  count(effects) {
    const runs = new Map();
    for (const { n } of effects) runs.set(n, (runs.get(n) ?? 0) + 1);
    const runsOf = ({ n }) => runs.get(n) ?? 0;
    const healthy = this.of('accepted').filter(({ poison }) => !poison);
    const completed = healthy.filter(({ task }) => task?.status === 'SUCCESS');
    const isLost = (entry) => !FINAL.has(entry.task?.status) || runsOf(entry) === 0;
    return {
      accepted: this.entries.filter(({ first }) => first === 'accepted').length,
      refused: this.entries.filter(({ first }) => first === 'refused').length,
      unknown: this.entries.filter(({ first }) => first === 'unknown').length,
      settled: this.entries.filter(({ first, kind }) => first === 'unknown' && kind !== 'unknown').length,
      completed: completed.length,
      exactly_once: completed.filter((entry) => runsOf(entry) === 1).length,
      duplicates: sum(this.entries.filter(({ poison }) => !poison).map((e) => Math.max(0, runsOf(e) - 1))),
      lost: healthy.filter(isLost).length,
      wrongly_failed: healthy.filter(({ task }) => task && ['FAILURE', 'REVOKED'].includes(task.status))
        .length,
    };
  }

  async send({ name, key, json }) {
    return ask(`${this.url}/tasks/${name}`, {
      method: 'POST',
      headers: { ...this.headers, 'Idempotency-Key': key },
      json,
    });
  }
}

/** @param isRepetition then "the first request is still in flight" leaves it open */
function take(entry, { status, code, body }, isRepetition = false) {
  if (status >= 200 && status < 300) Object.assign(entry, { kind: 'accepted', id: body.task_id });
  else if (isRepetition && status === 409) entry.kind = 'unknown';
  else if (code === 'queue-full' || (status >= 400 && status < 500)) entry.kind = 'refused';
  else entry.kind = 'unknown';
}

function sum(numbers) {
  return numbers.reduce((a, b) => a + b, 0);
}
