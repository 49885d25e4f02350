import type { SearchedTask } from '../../src/core/query/matcher.js';
import type { Query, RangeOf, Term, Value } from '../../src/core/query/query.js';
import { ASKED_AT } from './random-queries.js';

/**
 * Filters tasks by a query in the simplest way, without the code of the product: the meaning of queries, written a
 * second time. It understands the times of random-queries.ts only.
 */
export function isFound({ terms }: Query, searched: SearchedTask): boolean {
  return terms.every((term) => term.anyOf.some((value) => isMeant(term, value, searched)) !== term.isNegated);
}

function isMeant({ target }: Term, value: Value, { task, payload }: SearchedTask): boolean {
  if (target.kind === 'anywhere') {
    const shown = [task.name, task.error?.type, task.error?.message, ...task.tags];
    const isId = value.kind === 'text' && !value.isQuoted && /^[\da-f-]{36}$/.test(value.pieces[0] ?? '');
    return isId
      ? task.id === value.pieces[0]
      : [...shown, ...scalarsIn(payload)].some((text) => has(value, text));
  }
  if (target.kind === 'document') {
    const { document, path } = target;
    const isOver = ['SUCCESS', 'FAILURE', 'REVOKED'].includes(task.status);
    const whole = {
      payload,
      result: task.isResultLeftOut ? null : task.result,
      progress: isOver ? null : task.progress,
    }[document];
    return isInDocument(value, follow(whole, path));
  }
  return isInField(target.name, value, task);
}

const PARTS = ['error', 'error.message', 'revoke_reason'];

function isInField(name: string, value: Value, task: any): boolean {
  const texts = textsOf(name, task)?.filter((text) => typeof text === 'string');
  if (texts !== undefined) {
    if (value.kind === 'null') return texts.length === 0;
    return texts.some((text) => (PARTS.includes(name) ? has(value, text) : is(value, text)));
  }
  const number = numberOf(name, task);
  if (value.kind === 'null') return number === null;
  if (number === null) return false;
  if (value.kind === 'number') return isBetween(value.range, number);
  return value.kind === 'time' && isAt(value.range, number);
}

/** Undefined for a field that is no text. */
function textsOf(name: string, task: any): unknown[] | undefined {
  const special: Record<string, unknown[]> = {
    tag: task.tags,
    error: [task.error?.type, task.error?.message],
    'error.type': [task.error?.type],
    'error.message': [task.error?.message],
    fingerprint: [task.errorFingerprint ?? (task.status === 'FAILURE' ? 'computed' : null)],
    workflow: [task.workflowId],
    parent: [task.parentId],
    root: [task.rootId],
    replay_of: [task.replayOf],
    submitted_by: [task.submittedBy],
    revoke_reason: [task.revokeReason],
  };
  const plain = ['status', 'id', 'name', 'queue', 'worker', 'step', 'priority'];
  return special[name] ?? (plain.includes(name) ? [task[name]] : undefined);
}

function numberOf(name: string, task: any): number | null {
  const { startedAt, finishedAt, createdAt, runAt, errors, status } = task;
  const first = errors[0] ? Math.min(Date.parse(errors[0].started_at), startedAt) : startedAt;
  const others: Record<string, number | null> = {
    run_ms: startedAt === null || finishedAt === null ? null : Math.max(finishedAt - startedAt, 0),
    wait_ms:
      startedAt === null || status === 'RETRY' ? null : Math.max(first - Math.max(createdAt, runAt ?? 0), 0),
    created: createdAt,
    started: startedAt,
    finished: finishedAt,
    run_at: runAt,
    expires: task.expiresAt,
    attempt: task.attempt,
    max_attempts: task.maxAttempts,
    crashes: task.crashes,
  };
  return others[name] ?? null;
}

function isBetween(range: RangeOf<number>, n: number): boolean {
  const { from = -Infinity, to = Infinity } = range;
  return (range.excludesFrom ? n > from : n >= from) && (range.excludesTo ? n < to : n <= to);
}

/** First and last millisecond of a time. */
const TIMES: Record<string, [string, string]> = {
  today: ['2026-01-10T00:00:00.000Z', '2026-01-10T23:59:59.999Z'],
  yesterday: ['2026-01-09T00:00:00.000Z', '2026-01-09T23:59:59.999Z'],
  '2026-01': ['2026-01-01T00:00:00.000Z', '2026-01-31T23:59:59.999Z'],
  '2026-01-09': ['2026-01-09T00:00:00.000Z', '2026-01-09T23:59:59.999Z'],
  '2026-01-10T12:34': ['2026-01-10T12:34:00.000Z', '2026-01-10T12:34:59.999Z'],
  '2026-01-10T12:34:56': ['2026-01-10T12:34:56.000Z', '2026-01-10T12:34:56.999Z'],
};
const MOMENTS: Record<string, number> = { now: 0, '-2h': -2, '-1.5d': -36, '+1h': 1 };

function spanOf(word: string): [number, number] {
  const moment = MOMENTS[word];
  if (moment !== undefined) return [ASKED_AT + moment * 3_600_000, ASKED_AT + moment * 3_600_000];
  const [first, last] = TIMES[word] ?? [word, word];
  return [Date.parse(first), Date.parse(last)];
}

function isAt({ from, to, excludesFrom, excludesTo }: RangeOf<string>, at: number): boolean {
  const isAfter = from === undefined || (excludesFrom ? at > spanOf(from)[1] : at >= spanOf(from)[0]);
  const isBefore = to === undefined || (excludesTo ? at < spanOf(to)[0] : at <= spanOf(to)[1]);
  return isAfter && isBefore;
}

/** All values that a path leads to. */
function follow(value: any, [name, ...path]: readonly string[]): unknown[] {
  if (name === undefined) return value === undefined ? [] : [value];
  const names = value === null || typeof value !== 'object' ? [] : Object.keys(value);
  return names.filter((each) => name === '*' || each === name).flatMap((each) => follow(value[each], path));
}

function isInDocument(value: Value, found: unknown[]): boolean {
  if (value.kind === 'null') return found.length === 0 || found.includes(null);
  const isAnything = value.kind === 'text' && value.pieces.join('') === '' && value.pieces.length > 1;
  if (isAnything) return found.some((one) => one !== null);
  const scalars = found.flatMap((one) => one).filter((one) => one === null || typeof one !== 'object');
  if (value.kind === 'number')
    return scalars.some((one) => typeof one === 'number' && isBetween(value.range, one));
  if (value.kind !== 'text') return false;
  if (value.pieces.length > 1)
    return scalars.some((one) => typeof one !== 'boolean' && one !== null && is(value, textOf(one)));
  const [text = ''] = value.pieces;
  return scalars.some(
    (one) =>
      one === text || (!value.isQuoted && one !== null && typeof one !== 'string' && isWritten(text, one)),
  );
}

function isWritten(text: string, value: unknown): boolean {
  return typeof value === 'boolean' ? String(value) === text : /^-?\d/.test(text) && Number(text) === value;
}

function scalarsIn(value: unknown): unknown[] {
  if (typeof value === 'number') return [textOf(value)];
  if (typeof value !== 'object' || value === null) return [value];
  return Object.values(value).flatMap(scalarsIn);
}

function textOf(value: unknown): unknown {
  const special: Record<string, string> = { '1e+21': `1${'0'.repeat(21)}`, '1e-7': '0.0000001' };
  const text = String(value);
  if (text === '1.7976931348623157e+308') return `17976931348623157${'0'.repeat(292)}`;
  return typeof value === 'number' ? (special[text] ?? text) : value;
}

/** The whole text, in any case of A to Z. */
function is(value: Value, text: unknown): boolean {
  return value.kind === 'text' && typeof text === 'string' && wholeOf(value.pieces).test(text);
}

/** A part of the text. */
function has(value: Value, text: unknown): boolean {
  return value.kind === 'text' && is({ ...value, pieces: ['', ...value.pieces, ''] }, text);
}

function wholeOf(pieces: readonly string[]): RegExp {
  const texts = pieces.map((piece) =>
    Array.from(piece)
      .map((letter) =>
        /[a-z]/i.test(letter) && letter < '\x7f'
          ? `[${letter.toLowerCase()}${letter.toUpperCase()}]`
          : `\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`,
      )
      .join(''),
  );
  return new RegExp(`^${texts.join('[^]*')}$`, 'u');
}
