import { Injectable } from '@nestjs/common';
import { NamedError } from '../../platform/errors/named-error.js';
import { Histories, HistoryUnavailableError } from '../history/task-history.js';
import {
  type FailureCount,
  type FailureFilter,
  type FailureGroup,
  type FailureParts,
  StatisticsSource,
} from '../history/task-statistics.js';
import { QueueStats } from '../queues/queue-stats.js';
import { BrokerFailures } from './broker-failures.js';
import { type ErrorMark, ErrorMarks, type ErrorState, stateOf } from './error-marks.js';
import { MOST_GROUPS, mergedGroups } from './failure-tally.js';

/** Number of parts for which failures are counted. */
const PARTS = 24;

/** No failed task has this fingerprint. */
export class ErrorNotFoundError extends NamedError {
  constructor(fingerprint: string) {
    super(
      `Error ${JSON.stringify(fingerprint.slice(0, 100))} not found: no failed task has this fingerprint. GET /errors lists them.`,
    );
  }
}

/** Failures of one task type with the same error, and what an operator has decided about them. */
export interface ErrorGroup extends FailureGroup {
  readonly state: ErrorState;
  /** undefined: nobody has decided anything. */
  readonly mark: ErrorMark | undefined;
}

export const errorSortings = ['last_seen', 'count'] as const;

export interface ErrorQuestion extends Omit<FailureFilter, 'from'> {
  readonly windowMs: number;
  /** Default: every state. */
  readonly states?: readonly ErrorState[];
  readonly sort: (typeof errorSortings)[number];
  readonly limit: number;
  /** Only groups after this one. */
  readonly after?: ErrorPosition | undefined;
}

/** A place in the sorted list: the value by which it is sorted, then the fingerprint. */
export interface ErrorPosition {
  readonly value: number;
  readonly fingerprint: string;
}

export interface ErrorPage extends Counted {
  readonly items: readonly ErrorGroup[];
  /** Position of the next page; null if there is none. */
  readonly next: ErrorPosition | null;
}

/** The counted period, and its source. Times are in ms since 1970. */
export interface Counted {
  readonly from: number;
  readonly stepMs: number;
  readonly source: 'broker' | 'history';
  /** False if there are more failures or groups than were examined, or the history does not answer. */
  readonly isComplete: boolean;
}

/** Groups from both sources. Those of the broker are not in the history. */
interface Found extends Counted {
  readonly now: number;
  readonly filter: FailureFilter;
  readonly broker: ReadonlyMap<string, FailureGroup>;
  readonly stored: ReadonlyMap<string, FailureCount>;
}

/** Failures grouped by fingerprint, from the history and from the broker. */
@Injectable()
export class ErrorGroups {
  constructor(
    private readonly failures: BrokerFailures,
    private readonly marks: ErrorMarks,
    private readonly stats: QueueStats,
    private readonly histories: Histories,
    private readonly statistics: StatisticsSource,
  ) {}

  async page(question: ErrorQuestion): Promise<ErrorPage> {
    const found = await this.find(question);
    const marks = await this.marks.all();
    const entries = [...new Set([...found.broker.keys(), ...found.stored.keys()])]
      .map((fingerprint) => entryOf(found, fingerprint, marks.get(fingerprint), question.sort))
      .filter(({ count }) => count > 0)
      .filter(({ state }) => question.states?.includes(state) ?? true)
      .sort(compare);
    const { after, limit } = question;
    const rest = after ? entries.filter((entry) => compare(after, entry) < 0) : entries;
    const shown = rest.slice(0, limit);
    const groups = await this.details(
      found,
      shown.map(({ fingerprint }) => fingerprint),
    );
    const items = shown.flatMap(({ fingerprint, state }) => {
      const group = groups.get(fingerprint);
      return group ? [{ ...group, state, mark: marks.get(fingerprint) }] : [];
    });
    const last = shown.at(-1);
    const next = rest.length > limit && last ? { value: last.value, fingerprint: last.fingerprint } : null;
    return { ...found, items, next };
  }

  /** @throws ErrorNotFoundError */
  async get(fingerprint: string, windowMs: number): Promise<ErrorGroup & { readonly counted: Counted }> {
    const found = await this.find({ windowMs });
    const group = (await this.details(found, [fingerprint])).get(fingerprint);
    if (group === undefined) throw new ErrorNotFoundError(fingerprint);
    const mark = await this.marks.find(fingerprint);
    return { ...group, mark, state: stateOf(mark, group.lastAt, found.now), counted: found };
  }

  private async find({ windowMs, queue, name }: FailureScope): Promise<Found> {
    const now = await this.stats.now();
    const statistics = this.statistics.get();
    const filter = { from: now - windowMs, queue, name };
    const parts = { stepMs: windowMs / PARTS, number: PARTS };
    const stored = await statistics?.failureCounts(filter, MOST_GROUPS).catch(noneIfUnavailable);
    const history = stored && this.histories.get();
    const { groups, isComplete } = await this.failures.groups(filter, parts, history);
    return {
      ...{ now, filter, from: filter.from, stepMs: parts.stepMs },
      broker: new Map(groups.map((group) => [group.fingerprint, group])),
      stored: new Map(stored?.map((count) => [count.fingerprint, count])),
      source: stored ? 'history' : 'broker',
      isComplete: isComplete && !(statistics && !stored) && (stored?.length ?? 0) < MOST_GROUPS,
    };
  }

  /** The whole groups, by fingerprint. */
  private async details(found: Found, fingerprints: readonly string[]): Promise<Map<string, FailureGroup>> {
    const parts: FailureParts = { stepMs: found.stepMs, number: PARTS };
    const isStored = found.source === 'history' && fingerprints.length > 0;
    const stored = isStored
      ? await this.statistics.get()?.failureGroups(fingerprints, found.filter, parts)
      : undefined;
    const groups = new Map<string, FailureGroup>();
    for (const fingerprint of fingerprints) {
      const group = found.broker.get(fingerprint);
      if (group) groups.set(fingerprint, group);
    }
    for (const group of stored ?? []) {
      const other = groups.get(group.fingerprint);
      groups.set(group.fingerprint, other ? mergedGroups(group, other) : group);
    }
    return groups;
  }
}

type FailureScope = Pick<ErrorQuestion, 'windowMs' | 'queue' | 'name'>;

interface Entry extends ErrorPosition {
  readonly count: number;
  readonly state: ErrorState;
}

function entryOf(
  { broker, stored, now }: Found,
  fingerprint: string,
  mark: ErrorMark | undefined,
  sort: ErrorQuestion['sort'],
): Entry {
  const [one, other] = [broker.get(fingerprint), stored.get(fingerprint)];
  const count = (one?.count ?? 0) + (other?.count ?? 0);
  const lastAt = Math.max(one?.lastAt ?? 0, other?.lastAt ?? 0);
  const state = stateOf(mark, lastAt, now);
  return { fingerprint, count, state, value: sort === 'count' ? count : lastAt };
}

/** Largest value first. */
function compare(a: ErrorPosition, b: ErrorPosition): number {
  return b.value - a.value || (a.fingerprint < b.fingerprint ? -1 : Number(a.fingerprint > b.fingerprint));
}

/** Without the history, what the broker holds is shown. */
function noneIfUnavailable(error: unknown): undefined {
  if (error instanceof HistoryUnavailableError) return undefined;
  throw error;
}
