import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { ask } from './ask.mjs';
import { inParallel } from './until.mjs';

const FINAL = new Set(['SUCCESS', 'FAILURE', 'REVOKED']);
/** Time for which a client repeats a request. */
const SETTLE_MS = 60_000;

/**
 * All submits of a row, each with its own number and Idempotency-Key, and their outcomes. An entry's `kind` is
 * `accepted` (2xx), `refused` (not stored: 4xx, or a full queue), or `unknown` (503, disconnected, too late; may have
 * been stored).
 */
export class Submissions {
  entries = [];
  /** Phase for response times: before, during or after the fault; undefined outside of the load. */
  phase = undefined;
  /** Headers of every request, such as an API key. */
  headers = {};

  constructor(url) {
    this.url = url;
  }

  /**
   * Submits one task.
   *
   * @param payload in addition to its number
   * @param name of the task
   * @param poison true for a task that must fail
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

  /** Like `submit`, but throws unless it is accepted. */
  async mustSubmit(payload, options) {
    const entry = await this.submit(payload, options);
    if (entry.kind !== 'accepted') throw new Error(`A submit was answered ${entry.status} ${entry.code}`);
    return entry;
  }

  /** Repeats unknown submits with their keys until their outcome is known. @returns those still unknown */
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

  /** Reads a task; undefined if it is not found. */
  async read(entry) {
    const { status, body } = await ask(`${this.url}/tasks/${entry.id}`, { headers: this.headers });
    return status === 200 ? body : undefined;
  }

  /** Waits until all accepted tasks are final, at most `limitMs`. */
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
   * Counts of the finally accepted tasks. A task is lost if it is not final or the sink saw no run; duplicates are
   * further runs of a task, or of a second task with the same key.
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

/** @param isRepetition true: a 409 because the first request is in progress leaves the outcome unknown */
function take(entry, { status, code, body }, isRepetition = false) {
  if (status >= 200 && status < 300) Object.assign(entry, { kind: 'accepted', id: body.task_id });
  else if (isRepetition && status === 409) entry.kind = 'unknown';
  else if (code === 'queue-full' || (status >= 400 && status < 500)) entry.kind = 'refused';
  else entry.kind = 'unknown';
}

function sum(numbers) {
  return numbers.reduce((a, b) => a + b, 0);
}
