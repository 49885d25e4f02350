import { Injectable } from '@nestjs/common';
import { QueueStats } from '../queues/queue-stats.js';
import { TaskNotFoundError } from '../task/queue.errors.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import { isFinal } from '../task/task-status.js';
import { TaskReader } from '../search/task-reader.js';
import { WorkerDirectory } from '../workers/worker-directory.js';
import { WorkflowStore } from '../workflows/record/workflow-store.js';
import type { Reason } from './reason.js';
import { reasonsOf } from './reasons-of.js';
import { finalReasons } from './running-reasons.js';
import type { Situation } from './situation.js';
import { type StartEstimate, startEstimate } from './start-estimate.js';
import { type PlacedTask, TaskPlaces } from './task-places.js';

/** Reads of a task whose workflow moves it on between two reads. */
const MAX_LOOKS = 3;

/** Why a task is in its state. */
export interface Explanation {
  readonly task: TaskSnapshot;
  /** The time of the read, in ms since 1970. */
  readonly at: number;
  readonly reasons: readonly Reason[];
  /** null if the task has started, or if nobody can know. */
  readonly estimate: StartEstimate | null;
}

/** Explains why a task waits, or what it does. */
@Injectable()
export class TaskExplanation {
  constructor(
    private readonly places: TaskPlaces,
    private readonly workflows: WorkflowStore,
    private readonly directory: WorkerDirectory,
    private readonly stats: QueueStats,
    private readonly reader: TaskReader,
  ) {}

  /**
   * @throws TaskNotFoundError if neither the broker nor the history has it
   * @throws BrokerUnavailableError, HistoryUnavailableError
   */
  async explain(id: string): Promise<Explanation> {
    try {
      const situation = await this.look(id);
      const reasons = reasonsOf(situation);
      const { task, now: at } = situation;
      return { task, at, reasons, estimate: startEstimate(situation, reasons) };
    } catch (error) {
      if (!(error instanceof TaskNotFoundError)) throw error;
      const { task } = await this.reader.find(id); // the history may still have it
      return { task, at: Date.now(), reasons: finalReasons({ task }), estimate: null };
    }
  }

  private async look(id: string): Promise<Situation> {
    for (let look = 1; ; look++) {
      const placed = await this.places.find(id);
      const others = await this.waitingFor(placed);
      if (others === undefined && look < MAX_LOOKS) continue;
      return { ...placed, ...(others ?? NO_OTHERS), ...(await this.surroundings(placed)) };
    }
  }

  /** @returns undefined if its workflow has moved it on since it was read */
  private async waitingFor({ task, place }: PlacedTask): Promise<Others | undefined> {
    if (place.place !== 'waiting-children' || task.replacedBy !== null) return NO_OTHERS;
    const [steps, items] = await Promise.all([this.workflows.waitingFor(task), this.workflows.itemsOf(task)]);
    return steps === undefined && items === undefined
      ? undefined
      : { steps: steps ?? [], items: items ?? null };
  }

  private async surroundings({ task, queue }: PlacedTask): Promise<Surroundings> {
    if (isFinal(task.status)) return { workers: [], throughput: null };
    const [workers, throughput] = await Promise.all([this.directory.all(), this.stats.read(queue)]);
    return { workers, throughput };
  }
}

type Others = Pick<Situation, 'steps' | 'items'>;
type Surroundings = Pick<Situation, 'workers' | 'throughput'>;

const NO_OTHERS: Others = { steps: [], items: null };
