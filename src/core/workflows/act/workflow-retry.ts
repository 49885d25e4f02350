import { Injectable } from '@nestjs/common';
import { Broker } from '../../redis/broker.js';
import { Keys } from '../../redis/keys.js';
import { CLOSE, REOPEN, REOPEN_HOOK, REOPEN_STEPS, RESUME } from '../scripts/reopen.js';
import { CHECK_EVERY_MS, WorkflowProgress } from '../progress/workflow-progress.js';
import { type StepRecord, WorkflowStore } from '../record/workflow-store.js';
import { type WorkflowStatus, workflowStatuses } from '../record/workflow.js';

/** Steps reopened in one run of the script: about 2 ms of Redis' time. */
const MOST_AT_ONCE = 50;

/**
 * Runs what failed in workflows again, and what was revoked for it.
 *
 * A retry is several steps of Redis: it opens the workflow, reopens steps, and closes the retry. In between the workflow
 * cannot end, and nothing is revoked, whatever fails meanwhile. Several retries may go on at the same time: the last one
 * closes. The sweep closes those of dead processes.
 */
@Injectable()
export class WorkflowRetry {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
    private readonly store: WorkflowStore,
    private readonly progress: WorkflowProgress,
  ) {}

  /** Reruns all that failed or was revoked. False for a workflow that has not failed. */
  async all(id: string): Promise<boolean> {
    if (!(await this.reopen(id, ['FAILURE', 'REVOKED']))) return false;
    await this.reopenSteps(id, numbersOf(await this.records(id)));
    await this.close(id);
    return true;
  }

  /**
   * Reruns one step. If no other has failed, what was revoked for it follows. A hook is rerun alone. False if the step has
   * not failed, was skipped, or was reopened by another request.
   */
  async one(id: string, number: number | string): Promise<boolean> {
    if (typeof number === 'string') return this.hook(id, number);
    const [step] = await this.store.recordsOf(id, [number]);
    if (!/^[FRU] /.test(step?.state ?? '') || step === undefined) return false;
    if (!(await this.reopen(id, workflowStatuses))) return false;
    const reopened = await this.reopenSteps(id, withItems(step), true);
    await this.resume(id);
    await this.close(id);
    return reopened > 0;
  }

  /** Completes retries in whose middle a process died. */
  async finish(id: string): Promise<void> {
    await this.resume(id);
    await this.close(id, true);
  }

  private async hook(id: string, hook: string): Promise<boolean> {
    const values = { ...this.progress.valuesOf(id), hook };
    return this.broker.ask(REOPEN_HOOK.run(this.broker.producer, values));
  }

  private async records(id: string): Promise<StepRecord[]> {
    return this.store.records(await this.store.find(id));
  }

  private reopen(id: string, states: readonly WorkflowStatus[]): Promise<boolean> {
    const { openWorkflows: open, finishedWorkflows: finished } = this.keys;
    const workflow = this.keys.workflow(id);
    const values = { id, workflow, open, finished, states, checkMs: CHECK_EVERY_MS };
    return this.broker.ask(REOPEN.run(this.broker.producer, values));
  }

  /** Items have higher numbers than their step, and go first: the step then waits for them again. */
  private async reopenSteps(
    id: string,
    numbers: readonly (number | string)[],
    isForced = false,
  ): Promise<number> {
    const values = { ...this.progress.valuesOf(id), isForced: isForced ? '1' : '' };
    const counted = numbers.filter((number) => typeof number === 'number').sort((a, b) => b - a);
    const steps = [...counted, ...numbers.filter((number) => typeof number === 'string')].map(String);
    let reopened = 0;
    for (let i = 0; i < steps.length; i += MOST_AT_ONCE)
      reopened += await this.broker.ask(
        REOPEN_STEPS.run(this.broker.producer, { ...values, steps: steps.slice(i, i + MOST_AT_ONCE) }),
      );
    return reopened;
  }

  /** Reopens what was revoked with failed steps, if none is left. */
  private async resume(id: string): Promise<void> {
    const isGoingOn = await this.broker.ask(
      RESUME.run(this.broker.producer, { workflow: this.keys.workflow(id) }),
    );
    if (!isGoingOn) return;
    const records = await this.records(id);
    const revoked = records.filter(({ policy, state }) => policy === 'h' || state?.startsWith('U'));
    await this.reopenSteps(id, numbersOf(revoked));
  }

  private async close(id: string, isForced = false): Promise<void> {
    const { workflow, work } = this.progress.valuesOf(id);
    const values = { workflow, work, isForced: isForced ? '1' : '' };
    const isStopping = await this.broker.ask(CLOSE.run(this.broker.producer, values));
    await this.progress.moveOn(id);
    if (isStopping) this.progress.events.emit('stopping', { id });
  }
}

function numbersOf(records: readonly StepRecord[]): (number | string)[] {
  return records.map(({ number }) => number);
}

function withItems({ number, items }: StepRecord): (number | string)[] {
  const [first, count] = items ?? [0, 0];
  return [number, ...Array.from({ length: count }, (_, i) => first + i)];
}
