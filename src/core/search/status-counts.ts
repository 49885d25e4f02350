import { Injectable } from '@nestjs/common';
import {
  Histories,
  HistoryUnavailableError,
  type TaskCount,
  type TaskHistory,
} from '../history/task-history.js';
import type { Condition } from '../query/condition.js';
import { QueueCounter, type QueueCounts } from '../queues/queue-counter.js';
import { type TaskStatus, finalStatuses } from '../task/task-status.js';
import { BrokerSearch, type StatusTally } from './broker-search.js';
import { UnrecordedTasks } from './unrecorded-tasks.js';

type Counts<Status extends TaskStatus> = Record<Status, TaskCount>;
type FinalStatus = (typeof finalStatuses)[number];
type OpenStatus = Exclude<TaskStatus, FinalStatus>;

const WAITING = ['PENDING', 'RETRY'] as const satisfies OpenStatus[];
const OPEN = [...WAITING, 'STARTED'] as const satisfies OpenStatus[];

/** A number of tasks for each status. */
export type CountsByStatus = Readonly<Counts<TaskStatus>>;

/** Counts to make, with BullMQ's counters of the queues if these are enough. */
interface Counted {
  readonly conditions: readonly Condition[];
  readonly counters: readonly QueueCounts[] | undefined;
}

/**
 * Counts the tasks that fit a search, by status. If it is for all tasks or those of some queues, BullMQ's own counters
 * are read. Otherwise tasks are counted one by one: in the broker as many as can be read in a quarter of a second.
 */
@Injectable()
export class StatusCounts {
  constructor(
    private readonly broker: BrokerSearch,
    private readonly counter: QueueCounter,
    private readonly histories: Histories,
    private readonly unrecorded: UnrecordedTasks,
  ) {}

  /** @throws BrokerUnavailableError, SearchTooBroadError */
  async count(conditions: readonly Condition[]): Promise<CountsByStatus> {
    const counters = conditions.every(isOnQueue) ? await this.countersOf(conditions) : undefined;
    const [open, final] = await Promise.all([
      this.open({ conditions, counters }),
      this.final({ conditions, counters }),
    ]);
    return { ...open, ...final };
  }

  private countersOf(conditions: readonly Condition[]): Promise<QueueCounts[]> {
    return Promise.all(this.broker.queuesFor({ conditions }).map((name) => this.counter.count(name)));
  }

  private async open({ conditions, counters }: Counted): Promise<Counts<OpenStatus>> {
    if (counters === undefined) return countsIn(await this.tally(conditions, OPEN), OPEN);
    // The counters do not tell PENDING from RETRY.
    const tally = await this.tally(conditions, WAITING);
    const counts = { ...countsIn(tally, WAITING), STARTED: exactly(counters, ({ started }) => started) };
    return tally.isComplete ? counts : { ...counts, PENDING: otherwiseWaiting(counters, counts.RETRY) };
  }

  private async final(counted: Counted): Promise<Counts<FinalStatus>> {
    const history = this.histories.get();
    if (history === undefined) return this.finalInBroker(counted);
    try {
      return await this.finalInBoth(counted.conditions, history);
    } catch (error) {
      if (!(error instanceof HistoryUnavailableError)) throw error;
      return atLeast(await this.finalInBroker(counted));
    }
  }

  private async finalInBroker({ conditions, counters }: Counted): Promise<Counts<FinalStatus>> {
    if (counters === undefined) return countsIn(await this.tally(conditions, finalStatuses), finalStatuses);
    return {
      SUCCESS: exactly(counters, ({ succeeded }) => succeeded),
      FAILURE: exactly(counters, ({ failed }) => failed),
      REVOKED: exactly(counters, ({ revoked }) => revoked),
    };
  }

  /** A task that was run again after it was recorded may count twice. */
  private async finalInBoth(
    conditions: readonly Condition[],
    history: TaskHistory,
  ): Promise<Counts<FinalStatus>> {
    const recorded = (status: FinalStatus) => history.count([...conditions, among([status])]);
    const [only, SUCCESS, FAILURE, REVOKED] = await Promise.all([
      this.unrecorded.of(history),
      recorded('SUCCESS'),
      recorded('FAILURE'),
      recorded('REVOKED'),
    ]);
    const rest = await this.broker.countByStatus({
      conditions: [...conditions, among(finalStatuses)],
      only,
    });
    return sums(countsIn(rest, finalStatuses), { SUCCESS, FAILURE, REVOKED });
  }

  private tally(conditions: readonly Condition[], statuses: readonly TaskStatus[]): Promise<StatusTally> {
    return this.broker.countByStatus({ conditions: [...conditions, among(statuses)] });
  }
}

function isOnQueue(condition: Condition): boolean {
  return condition.kind === 'text' && condition.fields.every((field) => field === 'queue');
}

function among(anyOf: readonly TaskStatus[]): Condition {
  return { kind: 'status', anyOf, isNegated: false };
}

function countsIn<Status extends TaskStatus>(
  { numbers, isComplete }: StatusTally,
  statuses: readonly Status[],
): Counts<Status> {
  const relation = isComplete ? 'exact' : 'at_least';
  return mapped(statuses, (status) => ({ value: numbers.get(status) ?? 0, relation }));
}

function exactly(counters: readonly QueueCounts[], numberOf: (counts: QueueCounts) => number): TaskCount {
  return { value: counters.reduce((total, each) => total + numberOf(each), 0), relation: 'exact' };
}

/** The waiting tasks that were not found to wait for another attempt. */
function otherwiseWaiting(counters: readonly QueueCounts[], retrying: TaskCount): TaskCount {
  const all = exactly(
    counters,
    ({ waiting, delayed, waitingForSteps }) => waiting + delayed + waitingForSteps,
  );
  return { value: Math.max(0, all.value - retrying.value), relation: 'estimate' };
}

function atLeast(counts: Counts<FinalStatus>): Counts<FinalStatus> {
  return mapped(finalStatuses, (status) => ({ value: counts[status].value, relation: 'at_least' }));
}

function sums(some: Counts<FinalStatus>, others: Counts<FinalStatus>): Counts<FinalStatus> {
  return mapped(finalStatuses, (status) => {
    const [one, other] = [some[status], others[status]];
    const relation = one.relation === 'at_least' ? 'at_least' : other.relation;
    return { value: one.value + other.value, relation };
  });
}

function mapped<Status extends TaskStatus>(
  statuses: readonly Status[],
  countOf: (status: Status) => TaskCount,
): Counts<Status> {
  // It has an entry for each of the statuses.
  return Object.fromEntries(statuses.map((status) => [status, countOf(status)])) as Counts<Status>;
}
