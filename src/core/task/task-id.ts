import { createHash, randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

/** An id's random bytes, for many at once: asked for singly they cost more than all else of an id (7 % of a submit). */
const ID_BYTES = 16;
const randomness = new Uint8Array(256 * ID_BYTES);
let used = randomness.length;
/** A clock that is set back by more begins a new order of ids: in the old one, they would say a wrong time. */
const MOST_AHEAD_MS = 1_000;
/** Of the newest id: one more of the same millisecond counts on, so that ids sort as they were made. */
const newest = { msecs: 0, seq: 0 };

/**
 * A new id: a UUIDv7 (RFC 9562), so that ids sort by the time of their making. They also do while the clock is set back
 * by up to a second, as time servers do; beyond that the time in an id matters more than its order. Ids are always made here, never
 * taken from a client: BullMQ keeps tasks and its own lists in one key space, and an id such as `wait` would
 * overwrite one.
 */
export function newTaskId(): string {
  if (used === randomness.length) {
    randomFillSync(randomness);
    used = 0;
  }
  const random = randomness.subarray(used, (used += ID_BYTES));
  const now = Date.now();
  const isLater = now > newest.msecs || now < newest.msecs - MOST_AHEAD_MS;
  // 31 bits to begin with, of 32: there is room to count.
  newest.seq = isLater ? new DataView(random.buffer, random.byteOffset).getUint32(6) >>> 1 : newest.seq + 1;
  if (isLater) newest.msecs = now;
  return v7({ random, ...newest });
}

/**
 * What makes ids that depend on the seed only, in the same order each time: for work that is done again, or for the
 * first time. The broker ignores an id that it has, so that what was submitted already is not submitted twice.
 *
 * @param seed an id of `newTaskId`
 */
export function idsFrom(seed: string): () => string {
  let count = 0;
  return () => idFrom(seed, count++);
}

/** A UUIDv7, with the variant of RFC 9562. */
const ID = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i;

/** True for what `newTaskId` could have made: anything else is not looked up at all. */
export function isTaskId(id: string): boolean {
  return ID.test(id);
}

/** When an id was made, in ms since 1970, which is what a UUIDv7 begins with; 0 for what is no id of ours. */
export function madeAt(id: string): number {
  return isTaskId(id) ? Number.parseInt(id.replace('-', '').slice(0, 12), 16) : 0;
}

/** Stands in the order of ids before all that were made at a time (ms since 1970) or later, and behind all others. */
export function placeOf(at: number): string {
  const hex = Math.max(0, at).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
}

/**
 * The id that a text has: for something that may be begun twice, and must be there once.
 *
 * @param at when it was made, in ms since 1970
 */
export function idOf(text: string, at: number): string {
  const time = Math.max(0, Math.trunc(at)).toString(16).padStart(12, '0').slice(-12);
  return shaped(time.slice(0, 8), time.slice(8), text);
}

/** Time, version and variant of the seed, and the rest out of a hash of seed and count. */
function idFrom(seed: string, count: number): string {
  const [high = '', low = ''] = seed.split('-');
  return shaped(high, low, `${seed}/${count}`);
}

function shaped(high: string, low: string, text: string): string {
  const random = createHash('sha256').update(text).digest('hex');
  return `${high}-${low}-7${random.slice(0, 3)}-a${random.slice(3, 6)}-${random.slice(6, 18)}`;
}
