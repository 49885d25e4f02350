import type { ResultMeta, ResultTuple } from '../protocol/result-meta.js';

/** The end of one part of a chord. */
export interface ChordPart {
  readonly groupId: string;
  readonly taskId: string;
  /** Its place in the header. */
  readonly index: number;
  readonly state: 'SUCCESS' | 'FAILURE' | 'REVOKED';
  /** The value, or the error as `{ exc_type, exc_message, exc_module }`. */
  readonly result: unknown;
}

/** The parts of a chord that have ended. */
export interface ChordState {
  /** Its parts in the order of the header: none before all are there, unless the size is null. */
  readonly parts: readonly Omit<ChordPart, 'groupId'>[];
  /** Number of parts that it needs; null if the sender wrote none (Celery 4). */
  readonly size: number | null;
}

/** Counts the parts of chords. Only a stored backend has them: `rpc://` has no chords. */
export interface ChordStore {
  /** Written by whoever sends the header, before its last task. */
  setSize: (groupId: string, size: number) => Promise<void>;
  /** Counts a part once, however often it is called with the same values. */
  addPart: (part: ChordPart) => Promise<ChordState>;
  /** Written by whoever sends a header with groups in it, before its tasks. */
  saveGroup: (group: ResultTuple) => Promise<void>;
  /** The structure of a header with groups in it, as it was saved; null if there is none. */
  savedGroup: (groupId: string) => Promise<ResultTuple | null>;
  /** The results of these tasks that are final, by id. */
  results: (ids: readonly string[]) => Promise<ReadonlyMap<string, ResultMeta>>;
  forget: (groupId: string) => Promise<void>;
}

/** Celery's result backend: Redis, or `rpc://`, which are messages back to the caller. This class is the token. */
export abstract class CeleryResults {
  /** Undefined for `rpc://`. */
  abstract readonly chords: ChordStore | undefined;
  /** Undefined while the connection stands, else why it does not, as a sentence without passwords. */
  abstract readonly problem: string | undefined;

  abstract connect(): Promise<void>;
  abstract close(): Promise<void>;

  /**
   * Stores a state and tells those who wait. A stored SUCCESS is never overwritten.
   *
   * @param replyTo the queue of an `rpc://` client; null otherwise
   * @throws CeleryUnavailableError
   */
  abstract store(meta: ResultMeta, replyTo: string | null): Promise<void>;

  /**
   * Waits for the results of tasks that run in Python.
   *
   * @param id of the task; call it before the task is sent
   */
  abstract expect(id: string): Promise<ExpectedResult>;
  /** The `reply_to` of tasks whose results are expected here; null for a stored backend. */
  abstract readonly replyTo: string | null;
}

/** The wait for the result of one task in Python. */
export interface ExpectedResult {
  /** Resolves with SUCCESS, FAILURE or REVOKED. Rejects only with the signal's reason. */
  readonly final: (signal: AbortSignal) => Promise<ResultMeta>;
  /** Each other state that was seen, such as PROGRESS. */
  readonly onState: (hear: (meta: ResultMeta) => void) => void;
  /** Ends the wait, and releases what it holds. */
  readonly release: () => void;
}
