import { countOrNull, nameOrNull, own } from '../protocol/own-field.js';
import { checkedReplyTo } from '../protocol/read-task-message.js';
import { readSignature, readSignatures } from '../protocol/read-signature.js';
import type { Signature } from '../protocol/signature.js';
import { bodyOf, flatTasks, headerOf, preparedChain, tasksOf } from './canvas-parts.js';
import { isNothing, mergedOptions, without } from './signature-options.js';

/** A task that will never run, because one before it has failed. */
export interface FailedStep {
  readonly id: string;
  readonly groupId: string | null;
  readonly replyTo: string | null;
  readonly ignoresResult: boolean;
}

/** The part of a chord that such a task would have been. */
export interface FailedPart {
  readonly groupId: string;
  readonly taskId: string;
  readonly index: number;
  readonly body: Signature;
}

/** All tasks of signatures that will never be applied, and the chords that wait for them. */
export function failedBy(signatures: readonly Signature[]): {
  readonly steps: readonly FailedStep[];
  readonly parts: readonly FailedPart[];
} {
  const walk = new FailureWalk();
  for (const signature of signatures) walk.fail(signature);
  return walk;
}

class FailureWalk {
  readonly steps: FailedStep[] = [];
  readonly parts: FailedPart[] = [];

  /** @param isPart false for the header of a chord that fails as a whole: nobody counts its tasks */
  fail(signature: Signature, isPart = true): void {
    if (signature.subtaskType === 'chain') this.failAll(preparedChain(signature), isPart);
    else if (signature.subtaskType === 'group') this.failGroup(signature, isPart);
    else if (signature.subtaskType === 'chord') {
      this.failAll(flatTasks(tasksOf(headerOf(signature))), false);
      this.fail(bodyOf(signature), isPart);
      return; // the body has the rest of the chain
    } else this.failTask(signature, isPart);
    this.failAll(readSignatures(own(signature.options, 'chain')), isPart);
  }

  private failAll(signatures: readonly Signature[], isPart: boolean): void {
    for (const signature of signatures) this.fail(signature, isPart);
  }

  private failGroup(group: Signature, isPart: boolean): void {
    const given = without(group.options, 'task_id', 'chain', 'link', 'link_error');
    flatTasks(tasksOf(group)).forEach((task, place) => {
      const options = mergedOptions(task.options, { ...given, group_index: place });
      this.fail({ ...task, options }, isPart);
    });
  }

  private failTask({ options }: Signature, isPart: boolean): void {
    const [id, groupId, replyTo] = ['task_id', 'group_id', 'reply_to'].map((name) =>
      nameOrNull(own(options, name)),
    );
    if (isNothing(id)) return;
    const ignoresResult = own(options, 'ignore_result') === true;
    this.steps.push({
      id,
      groupId: groupId ?? null,
      replyTo: checkedReplyTo(replyTo ?? undefined),
      ignoresResult,
    });
    const chord = own(options, 'chord');
    if (!isPart || isNothing(groupId) || isNothing(chord)) return;
    const index = countOrNull(own(options, 'group_index')) ?? Number.POSITIVE_INFINITY;
    this.parts.push({ groupId, taskId: id, index, body: readSignature(chord) });
  }
}
