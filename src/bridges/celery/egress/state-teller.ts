import { Injectable, Logger } from '@nestjs/common';
import type { TaskSnapshot } from '../../../core/index.js';
import { Config } from '../../../platform/config/config.js';
import { CeleryUnavailableError } from '../broker/celery-broker.js';
import { CeleryResults } from '../broker/celery-results.js';
import { EventNodes } from '../events/event-nodes.js';
import { TaskEvents } from '../events/task-events.js';
import type { OpenCall } from './open-calls.js';
import { resultMetaOf } from './result-meta-of.js';
import { stateFactsOf } from './state-facts.js';
import { type TaskChange, changesSince, toldOf } from '../calls/task-changes.js';
import { Turns } from './turns.js';

/** A state that was read longer ago is not told: another bridge may have told the end by now. */
const MAX_AGE_MS = 1_000;

/** Tells the changes of a task that has not ended: as events, and as states in Celery's result backend. */
@Injectable()
export class StateTeller {
  private readonly logger = new Logger('CeleryStates');

  constructor(
    private readonly results: CeleryResults,
    private readonly events: TaskEvents,
    private readonly nodes: EventNodes,
    private readonly config: Config,
    private readonly turns: Turns,
  ) {}

  /**
   * Never rejects. A state that cannot be told now is not told later: the task has changed by then.
   *
   * @param readAt time of the read, by `performance.now()`
   */
  async tell(open: OpenCall, task: TaskSnapshot, readAt: number): Promise<void> {
    await this.turns.run(open.call.id, async () => {
      if (open.isOver || performance.now() - readAt > MAX_AGE_MS) return;
      const changes = changesSince(open.told, task);
      open.told = toldOf(task);
      for (const change of changes) {
        this.events.changed(open.call, change);
        await this.store(open, change);
      }
    });
  }

  private async store({ call }: OpenCall, change: TaskChange): Promise<void> {
    if (call.ignoreResult) return;
    const { pid, name: node } = this.workerOf(change);
    const facts = stateFactsOf(change, { pid, node }, this.config);
    if (facts === undefined) return;
    try {
      await this.results.store(resultMetaOf(call, facts, this.config.celeryResultExtended), call.replyTo);
    } catch (error) {
      if (!(error instanceof CeleryUnavailableError))
        // which CeleryResults logs
        this.logger.error(`A state could not be told to Celery: ${String(error)}`);
    }
  }

  private workerOf(change: TaskChange) {
    const worker = change.kind === 'progressed' ? null : change.worker;
    return this.nodes.ofWorker(worker ?? 'unknown');
  }
}
