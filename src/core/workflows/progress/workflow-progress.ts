import { Injectable, Logger } from '@nestjs/common';
import { EventEmitter } from 'node:events';
import { CoreOptions } from '../../core-options.js';
import type { StepOfWorkflow } from '../../lifetime/completion-listeners.js';
import { Broker } from '../../redis/broker.js';
import { Keys } from '../../redis/keys.js';
import { BEGIN, MOVE_ON } from '../scripts/move-on.js';
import type { WorkflowStatus } from '../record/workflow.js';

/** Ended steps of one workflow in one run of the script: about a millisecond of Redis' time. */
const MOST_AT_ONCE = 50;
/** Interval between two checks of a workflow that has not ended. */
export const CHECK_EVERY_MS = 60_000;

interface Waiting {
  readonly steps: Set<number | string>;
  readonly done: Promise<boolean>;
}

interface Events {
  /** A workflow has ended. Told by the process that noticed it, after it was recorded. */
  ended: [{ readonly id: string; readonly status: WorkflowStatus }];
  /** A workflow is to end early: what is in a queue but has not started must be revoked. */
  stopping: [{ readonly id: string }];
  /** Steps whose consequences were lost have been found. Expected never to happen. */
  repaired: [{ readonly id: string; readonly steps: number }];
}

/**
 * Moves workflows on: notes ended steps, releases the steps after them, and ends the workflow after its last step.
 *
 * Each call may be repeated, by any process: Redis counts each end once. A process that dies in the middle leaves the
 * rest to the completion outbox and to the sweep.
 */
@Injectable()
export class WorkflowProgress {
  private readonly logger = new Logger('Workflows');
  private readonly waiting = new Map<string, Waiting>();
  readonly events = new EventEmitter<Events>();

  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
    private readonly options: CoreOptions,
  ) {}

  /** Accepts a workflow whose parts are all stored. False if its record is gone. */
  async begin(id: string): Promise<boolean> {
    const values = { ...this.valuesOf(id), checkMs: CHECK_EVERY_MS };
    const [hasMore, status] = await this.broker.ask(BEGIN.run(this.broker.producer, values));
    if (status === 'gone') return false;
    if (hasMore) await this.moveOnOrDefer(id);
    return true;
  }

  /**
   * Notes that a step has ended. The ends of one turn of the event loop go together.
   *
   * @returns false if the workflow is gone
   * @throws BrokerUnavailableError; the outbox then repeats it
   */
  stepEnded({ workflowId, stepRole }: StepOfWorkflow): Promise<boolean> {
    const waiting = this.waiting.get(workflowId) ?? this.collect(workflowId);
    waiting.steps.add(stepRole.number);
    return waiting.done;
  }

  /**
   * Carries out what is open in a workflow.
   *
   * @param ended numbers of steps that may have ended
   * @returns false if the workflow is gone
   * @throws BrokerUnavailableError
   */
  async moveOn(id: string, ended: readonly (number | string)[] = []): Promise<boolean> {
    const values = this.valuesOf(id);
    const steps = ended.map(String);
    for (let hasMore = true; hasMore || steps.length > 0;) {
      const some = steps.splice(0, MOST_AT_ONCE);
      const [isUnfinished, status, isStopping] = await this.broker.ask(
        MOVE_ON.run(this.broker.producer, { ...values, ended: some }),
      );
      if (status === 'gone') return false;
      hasMore = isUnfinished;
      if (isStopping) this.events.emit('stopping', { id });
      if (status !== '') this.events.emit('ended', { id, status });
    }
    return true;
  }

  /** For callers that cannot handle a failure: a sweep goes on. */
  async moveOnOrDefer(id: string): Promise<void> {
    await this.moveOn(id).catch((error: unknown) => {
      this.logger.warn(`Workflow ${id} could not be moved on yet; retrying: ${String(error)}`);
    });
  }

  private collect(id: string): Waiting {
    const steps = new Set<number | string>();
    const done = new Promise<boolean>((resolve, reject) => {
      setImmediate(() => {
        this.waiting.delete(id);
        this.moveOn(id, [...steps]).then(resolve, reject);
      });
    });
    const waiting = { steps, done };
    this.waiting.set(id, waiting);
    return waiting;
  }

  /** The keys and arguments that all scripts on a workflow share. */
  valuesOf(id: string) {
    const { retention, expirations, completions, changes } = this.keys;
    return {
      workflow: this.keys.workflow(id),
      work: this.keys.workflowWork(id),
      open: this.keys.openWorkflows,
      finished: this.keys.finishedWorkflows,
      prefix: `${this.options.redisPrefix}:`,
      defaultRetentionMs: this.options.resultRetentionMs,
      ...{ id, retention, expirations, completions, changes },
    };
  }
}
