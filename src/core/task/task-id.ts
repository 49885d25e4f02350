import { createHash, randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

/** Random bytes for many ids at once: requested one by one, they cost more than the rest of an id (7 % of a submit). */
const ID_BYTES = 16;
const randomness = new Uint8Array(256 * ID_BYTES);
let used = randomness.length;
/** If the clock is set back by more, a new order of ids starts: in the old one, they would contain a wrong time. */
const MOST_AHEAD_MS = 1_000;
/** Time and counter of the newest id. Within a millisecond the counter increases, so that ids sort by creation. */
const newest = { msecs: 0, seq: 0 };

/**
 * Creates a UUIDv7 (RFC 9562), so that ids sort by creation, even while the clock is set back by up to a second, as
 * time servers do. Beyond that, a correct time matters more than the order. Ids are never taken from a client: BullMQ
 * stores tasks and its own lists in one key space, and an id such as `wait` would overwrite one.
 */
export function newTaskId(): string {
  if (used === randomness.length) {
    randomFillSync(randomness);
    used = 0;
  }
  const random = randomness.subarray(used, (used += ID_BYTES));
  const now = Date.now();
  const isLater = now > newest.msecs || now < newest.msecs - MOST_AHEAD_MS;
  // Starts with 31 random bits of 32, which leaves room to count.
  newest.seq = isLater ? new DataView(random.buffer, random.byteOffset).getUint32(6) >>> 1 : newest.seq + 1;
  if (isLater) newest.msecs = now;
  return v7({ random, ...newest });
}

/**
 * Returns a generator of ids that depend only on the seed, in the same order each time, for work that may be repeated.
 * The broker ignores an id that it already has, so nothing is submitted twice.
 *
 * @param seed an id of `newTaskId`
 */
export function idsFrom(seed: string): () => string {
  let count = 0;
  return () => nthId(seed, count++);
}

/** A UUIDv7, with the variant of RFC 9562. */
const ID = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i;

/** True if `newTaskId` could have created the id; any other is not looked up at all. */
export function isTaskId(id: string): boolean {
  return ID.test(id);
}

/** Creation time of an id in ms since 1970, from the beginning of a UUIDv7; 0 if it is not one of our ids. */
export function madeAt(id: string): number {
  return isTaskId(id) ? Number.parseInt(id.replace('-', '').slice(0, 12), 16) : 0;
}

/** A prefix that sorts before all ids created at or after a time (ms since 1970), and after all others. */
export function placeOf(at: number): string {
  const hex = Math.max(0, at).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
}

/**
 * A deterministic id for a text: for work that may be started twice and must exist once.
 *
 * @param at creation time in ms since 1970
 */
export function idOf(text: string, at: number): string {
  const time = Math.max(0, Math.trunc(at)).toString(16).padStart(12, '0').slice(-12);
  return shaped(time.slice(0, 8), time.slice(8), text);
}

/** The id of a running task's child that has a key of its own: the same in every attempt. It sorts beside its parent. */
export function childId(parent: string, task: string, key: string): string {
  return idOf(JSON.stringify([parent, task, key]), madeAt(parent));
}

/** The id of that generator after `count` others: with the time of the seed, and a hash for the rest. */
export function nthId(seed: string, count: number): string {
  const [high = '', low = ''] = seed.split('-');
  return shaped(high, low, `${seed}/${count}`);
}

function shaped(high: string, low: string, text: string): string {
  const random = createHash('sha256').update(text).digest('hex');
  return `${high}-${low}-7${random.slice(0, 3)}-a${random.slice(3, 6)}-${random.slice(6, 18)}`;
}
