import { Injectable } from '@nestjs/common';
import { Broker, msOf } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';

/** Number of marks kept: of more, the oldest are dropped. */
const MOST_MARKS = 5_000;
/** Number dropped at once, so that this is rare. */
const DROPPED = 500;

/** An operator's decision about a group of errors. Times are in ms since 1970. */
export interface ErrorMark {
  readonly kind: 'resolved' | 'ignored';
  readonly at: number;
  /** The name of the API key, or `anonymous`. */
  readonly by: string;
  readonly note: string | null;
  /** An ignored group is open again from this time on; null: it stays ignored. */
  readonly until: number | null;
}

/** `reopened`: it has come again after it was resolved. */
export const errorStates = ['open', 'reopened', 'resolved', 'ignored'] as const;
export type ErrorState = (typeof errorStates)[number];

/** @param lastAt time of the newest failure */
export function stateOf(mark: ErrorMark | undefined, lastAt: number, now: number): ErrorState {
  if (mark === undefined) return 'open';
  if (mark.kind === 'resolved') return lastAt > mark.at ? 'reopened' : 'resolved';
  return mark.until !== null && mark.until <= now ? 'open' : 'ignored';
}

/** The marks of groups of errors: one hash in Redis, by fingerprint. A group without a mark is open. */
@Injectable()
export class ErrorMarks {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
  ) {}

  async all(): Promise<ReadonlyMap<string, ErrorMark>> {
    const marks = await this.broker.ask(this.broker.producer.hgetall(this.keys.errorMarks));
    return new Map(Object.entries(marks).map(([fingerprint, mark]) => [fingerprint, parsed(mark)]));
  }

  async find(fingerprint: string): Promise<ErrorMark | undefined> {
    const mark = await this.broker.ask(this.broker.producer.hget(this.keys.errorMarks, fingerprint));
    return mark === null ? undefined : parsed(mark);
  }

  /** Replaces the mark of a group. @returns the mark, with the broker's time */
  async set(fingerprint: string, decision: Omit<ErrorMark, 'at'>): Promise<ErrorMark> {
    const { producer } = this.broker;
    const mark = { ...decision, at: msOf(await this.broker.ask(producer.time())) };
    await this.broker.ask(producer.hset(this.keys.errorMarks, fingerprint, JSON.stringify(mark)));
    if ((await this.broker.ask(producer.hlen(this.keys.errorMarks))) > MOST_MARKS) await this.dropOldest();
    return mark;
  }

  async remove(fingerprint: string): Promise<void> {
    await this.broker.ask(this.broker.producer.hdel(this.keys.errorMarks, fingerprint));
  }

  private async dropOldest(): Promise<void> {
    const oldestFirst = [...(await this.all())].sort(([, a], [, b]) => a.at - b.at);
    const dropped = oldestFirst.slice(0, DROPPED).map(([fingerprint]) => fingerprint);
    await this.broker.ask(this.broker.producer.hdel(this.keys.errorMarks, ...dropped));
  }
}

/** Only `set` writes it. */
function parsed(mark: string): ErrorMark {
  return JSON.parse(mark) as ErrorMark;
}
