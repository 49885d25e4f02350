import { Injectable } from '@nestjs/common';
import { Broker } from '../../redis/broker.js';
import { Keys } from '../../redis/keys.js';
import { REOPEN, REOPEN_STEPS, RESUME } from '../scripts/reopen.js';
import { field } from '../record/workflow-record.js';
import { CHECK_EVERY_MS, WorkflowProgress } from '../progress/workflow-progress.js';
import { type StepRecord, WorkflowStore } from '../record/workflow-store.js';
import type { WorkflowStatus } from '../record/workflow.js';

/** Steps reopened in one run of the script: about 2 ms of Redis' time. */
const MOST_AT_ONCE = 50;

/** Runs what failed in workflows again, and what was revoked for it. */
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
    await this.resume(id, 0);
    const records = await this.records(id);
    await this.reopenSteps(
      id,
      records.map(({ number }) => number),
    );
    await this.close(id);
    return true;
  }

  /**
   * Reruns one step. If no other has failed, what was revoked for it follows. False if the step has not failed, or was
   * reopened by another request.
   */
  async one(id: string, number: number | string): Promise<boolean> {
    if (!(await this.reopen(id, ['PENDING', 'STARTED', 'SUCCESS', 'FAILURE', 'REVOKED']))) return false;
    const [step] = await this.store.recordsOf(id, [number]);
    const reopened = await this.reopenSteps(id, step ? withItems(step) : [number], true);
    await this.finish(id);
    return reopened > 0;
  }

  /** Completes a retry in whose middle a process died. */
  async finish(id: string): Promise<void> {
    const records = await this.records(id);
    const failed = records.filter(({ policy, state }) => policy === 'f' && /^[FR]/.test(state ?? '')).length;
    await this.resume(id, failed);
    if (failed === 0) {
      const revoked = records.filter(({ policy, state }) => policy === 'h' || state?.startsWith('U'));
      await this.reopenSteps(
        id,
        revoked.map(({ number }) => number),
      );
    }
    await this.close(id);
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

  private async resume(id: string, failed: number): Promise<void> {
    const values = {
      workflow: this.keys.workflow(id),
      work: this.keys.workflowWork(id),
      failed: String(failed),
    };
    await this.broker.ask(RESUME.run(this.broker.producer, values));
  }

  private async close(id: string): Promise<void> {
    await this.broker.ask(this.broker.producer.hdel(this.keys.workflow(id), field.reopening));
    await this.progress.moveOn(id);
  }
}

function withItems({ number, items }: StepRecord): (number | string)[] {
  const [first, count] = items ?? [0, 0];
  return [number, ...Array.from({ length: count }, (_, i) => first + i)];
}
