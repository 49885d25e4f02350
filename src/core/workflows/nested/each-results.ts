import { Injectable } from '@nestjs/common';
import { TaskStore } from '../../read/task-store.js';
import { PayloadSeals } from '../../submit/payload-seals.js';
import { DiscardTask } from '../../task/task-outcome.js';
import { nthId } from '../../task/task-id.js';
import type { TaskSnapshot } from '../../task/task-snapshot.js';
import { itemName } from './each-items.js';
import { errorOf, resultOf } from './step-values.js';
import { field } from '../record/workflow-record.js';
import { openedEach } from '../record/sealed-each.js';
import { type StepRecord, WorkflowStore } from '../record/workflow-store.js';

/** Gathers the results of items. */
@Injectable()
export class EachResults {
  constructor(
    private readonly store: WorkflowStore,
    private readonly tasks: TaskStore,
    private readonly seals: PayloadSeals,
  ) {}

  /** The list of an `each`, or the reference to it. */
  async eachOf(workflowId: string, step: number): Promise<unknown> {
    const [record] = await this.store.recordsOf(workflowId, [step]);
    return record && openedEach(this.seals, record.facts.task, record.facts.each);
  }

  /**
   * The results of all items, in order; `{ $error }` for one that failed, if the step continues then.
   *
   * @returns undefined if the items are not part of the workflow yet
   * @throws DiscardTask if items failed and the step does not continue
   */
  async gather(workflowId: string, step: number): Promise<unknown[] | undefined> {
    const [isExpanded] = await this.store.fields(workflowId, [`${field.expanded}${step}`]);
    if (isExpanded === null || isExpanded === undefined) return undefined;
    const [record] = await this.store.recordsOf(workflowId, [step]);
    if (record?.items === null || record === undefined) return undefined;
    const [first, count] = record.items;
    const ids = Array.from({ length: count }, (_, i) => nthId(workflowId, first + i));
    const tasks = await this.tasks.findMany(ids);
    if (record.policy !== 'c') refuseFailed(record, tasks);
    return tasks.map((task, i) => resultOf(itemName(record.facts.name, i), task));
  }
}

function refuseFailed({ facts: { name } }: StepRecord, tasks: readonly (TaskSnapshot | undefined)[]): void {
  const failed = tasks.flatMap((task, i) => (task && task.status !== 'SUCCESS' ? [{ task, i }] : []));
  const [first] = failed;
  if (first === undefined) return;
  const { type, message } = errorOf(first.task);
  throw new DiscardTask(
    `${failed.length} of ${tasks.length} items failed; the first is ${itemName(name, first.i)}: ${type}: ${message}`,
  );
}
