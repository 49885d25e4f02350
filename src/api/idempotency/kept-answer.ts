import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import type { StoredAnswer } from './idempotency-store.js';

/** Maximum size of a kept body in bytes, plain or compressed. */
const MAX_KEPT = 16_384;
/** Extra space for the compressed id of each task created by the request, which was within the limits. */
const PER_TASK = 64;
/** A larger body is shortened before compression, which takes time. */
const MAX_PACKED_WHOLE = 1_048_576;

const NOT_KEPT =
  'The first response reported an error that was too long to keep. Send this item again with a new ' +
  'Idempotency-Key.';

const pack = promisify(deflateRaw);
const unpack = promisify(inflateRaw);

/**
 * The response to keep: whole, and compressed if it is long. If that is still too long, items keep their task ids and
 * kinds of problem, and a task loses its result, which its Location has.
 *
 * @returns undefined if even that is too large
 */
export async function keptAnswer(answer: StoredAnswer): Promise<StoredAnswer | undefined> {
  if (answer.body.length <= MAX_KEPT / 2 || Buffer.byteLength(answer.body) <= MAX_KEPT) return answer;
  const parsed = parse(answer.body);
  const limit = MAX_KEPT + PER_TASK * tasksIn(parsed);
  const whole = answer.body.length <= MAX_PACKED_WHOLE ? await packed(answer, answer.body, limit) : undefined;
  return whole ?? packed(answer, JSON.stringify(shortened(parsed)), limit);
}

/** The body of a kept response. */
export async function bodyOf({ body, packed: bytes }: StoredAnswer): Promise<Buffer> {
  return bytes === undefined ? Buffer.from(body) : unpack(Buffer.from(bytes, 'base64'));
}

async function packed(answer: StoredAnswer, body: string, limit: number): Promise<StoredAnswer | undefined> {
  const bytes = (await pack(body)).toString('base64');
  return bytes.length <= limit ? { ...answer, body: '', packed: bytes } : undefined;
}

type Parsed = Readonly<Record<string, unknown>>;

function parse(body: string): Parsed {
  try {
    const parsed: unknown = JSON.parse(body);
    return isObject(parsed) ? parsed : {};
  } catch {
    return {}; // not JSON: nothing can be left out
  }
}

function tasksIn({ items }: Parsed): number {
  return Array.isArray(items) ? items.filter((item) => !hasProblem(item)).length : 1;
}

function shortened(answer: Parsed): object {
  const { items } = answer;
  if (Array.isArray(items)) return { ...answer, items: items.map(withShortProblem) };
  return 'result' in answer ? { ...answer, result: null, result_left_out: true } : answer;
}

function withShortProblem(item: unknown): unknown {
  if (!hasProblem(item)) return item;
  const { errors: _errors, ...problem } = item.problem;
  return { ...item, problem: { ...problem, detail: NOT_KEPT } };
}

function hasProblem(item: unknown): item is { readonly problem: Parsed } {
  return isObject(item) && isObject(item['problem']);
}

function isObject(value: unknown): value is Parsed {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
