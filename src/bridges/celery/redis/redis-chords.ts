import type { LiveRedis } from '../../../core/index.js';
import type { ChordPart, ChordState, ChordStore } from '../broker/celery-results.js';
import { parseJson } from '../protocol/body-json.js';
import { own } from '../protocol/own-field.js';
import { isFinalState, readResultMeta } from '../protocol/result-json.js';
import type { ResultMeta, ResultTuple } from '../protocol/result-meta.js';
import { readResultTuple } from '../protocol/result-tuple.js';
import type { CeleryRedis } from './celery-redis.js';
import type { ResultKeys } from './result-keys.js';
import { unlessForeign } from './foreign-keys.js';
import { type ChordCount, addChordPart } from './result-scripts.js';

/** Maximum number of results read by one command. */
const BATCH = 100;

/** Error of a part that another worker stored and that cannot be read. */
const UNREADABLE = {
  exc_type: 'DecodeError',
  exc_message: ['The result of a part of the chord cannot be read'],
  exc_module: 'kombu.exceptions',
};

/** A chord that cannot be counted: its body never runs. */
const NO_PARTS: ChordCount = { size: null, parts: [] };

/** Counts the parts of chords together with Python's workers, in the same keys. */
export class RedisChords implements ChordStore {
  constructor(
    private readonly connections: CeleryRedis,
    private readonly redis: () => LiveRedis,
    private readonly keys: ResultKeys,
    private readonly expiresMs: number,
  ) {}

  readonly setSize = (groupId: string, size: number): Promise<void> =>
    this.set(this.keys.chord(groupId).size, size);

  readonly saveGroup = (group: ResultTuple): Promise<void> =>
    this.set(this.keys.group(group[0][0]), JSON.stringify({ result: group }));

  readonly addPart = async ({ groupId, taskId, index, state, result }: ChordPart): Promise<ChordState> => {
    const part = JSON.stringify([1, taskId, state, result ?? null]);
    const keys = this.keys.chord(groupId);
    const values = { part, index: String(index), expiresMs: this.expiresMs, ...keys };
    const { size, parts } = await this.connections.attempt(() =>
      unlessForeign(keys.parts, addChordPart.run(this.redis(), values), NO_PARTS),
    );
    return { size, parts: parts.map(readPart) };
  };

  readonly savedGroup = async (groupId: string): Promise<ResultTuple | null> => {
    const key = this.keys.group(groupId);
    const text = await this.connections.attempt(() => unlessForeign(key, this.redis().get(key), null));
    return text === null ? null : readResultTuple(own(jsonIn(text), 'result'));
  };

  readonly results = async (ids: readonly string[]): Promise<ReadonlyMap<string, ResultMeta>> => {
    const found = new Map<string, ResultMeta>();
    for (let from = 0; from < ids.length; from += BATCH) {
      const some = ids.slice(from, from + BATCH);
      const keys = some.map((id) => this.keys.task(id));
      const texts = await this.connections.attempt(() => this.redis().mget(...keys));
      for (const [i, id] of some.entries()) {
        const meta = readResultMeta(texts[i] ?? '', id);
        if (texts[i] && isFinalState(meta.state)) found.set(id, meta);
      }
    }
    return found;
  };

  readonly forget = async (groupId: string): Promise<void> => {
    const { parts, size, more } = this.keys.chord(groupId);
    await this.connections.attempt(() => this.redis().del(parts, size, more));
  };

  private async set(key: string, value: string | number): Promise<void> {
    const { expiresMs } = this;
    await this.connections.attempt(() =>
      expiresMs > 0 ? this.redis().set(key, value, 'PX', expiresMs) : this.redis().set(key, value),
    );
  }
}

/** A part `[1, id, state, result]`, which may be Python's. */
function readPart(text: string, index: number): ChordState['parts'][number] {
  const part = jsonIn(text);
  const [, id, state, result]: readonly unknown[] = Array.isArray(part) ? (part as readonly unknown[]) : [];
  const taskId = typeof id === 'string' ? id : '';
  const isKnown = state === 'SUCCESS' || state === 'FAILURE' || state === 'REVOKED';
  return isKnown
    ? { taskId, index, state, result: result ?? null }
    : { taskId, index, state: 'FAILURE', result: UNREADABLE };
}

function jsonIn(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
