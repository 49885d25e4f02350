import { hostname } from 'node:os';
import { Injectable, Logger } from '@nestjs/common';
import { inTurns } from '../../../core/index.js';
import { CeleryResults, type ChordPart } from '../broker/celery-results.js';
import type { CeleryCall } from '../calls/celery-call.js';
import { type CanvasEnd, CanvasSteps } from './canvas-steps.js';
import { own } from '../protocol/own-field.js';
import { chordError, errorJson, readErrorJson, unreadableError } from '../protocol/python-error.js';
import { pythonReprOfError } from '../protocol/python-repr.js';
import { readSignatures, signatureJson } from '../protocol/read-signature.js';
import type { PythonError, ResultTuple } from '../protocol/result-meta.js';
import type { Signature } from '../protocol/signature.js';
import { UnreadableMessageError } from '../protocol/task-message.js';
import { idOf } from './canvas-parts.js';
import { CanvasRoutes } from './canvas-routes.js';
import { CanvasSender, type RefusedSend } from './canvas-sender.js';
import { derivedIds } from './derived-ids.js';
import { type FailedStep, failedBy } from './failed-steps.js';
import { gatheredValues } from './gathered-values.js';
import { type Plan, type PlanContext, plan } from './planner.js';
import { type Options, chainOption, withOptions } from './signature-options.js';

/** A task at its end. */
type EndedCall = Pick<
  CeleryCall,
  'id' | 'rootId' | 'group' | 'groupIndex' | 'replyTo' | 'ignoreResult' | 'stamps' | 'embed' | 'queue'
>;

type Failure = Extract<CanvasEnd, { readonly error: PythonError }>;

const ORIGIN = `${process.pid}@${hostname()}`;

/**
 * Celery's canvas at the end of a task: callbacks, the next step of a chain, the parts of a chord and its body,
 * errbacks, and the failure of steps that will not run. Each step may be repeated. What a signature asks for that can
 * never be done fails the task that it would have been, as if it had run.
 *
 * ```
 * success: callbacks, chain -> (result stored) -> part of a chord -> all parts: body
 * failure: (result stored) -> part of a chord -> all parts: ChordError -> later steps -> errbacks
 * ```
 */
@Injectable()
export class Canvas extends CanvasSteps {
  private readonly logger = new Logger(Canvas.name);

  constructor(
    private readonly results: CeleryResults,
    private readonly sender: CanvasSender,
    private readonly routes: CanvasRoutes,
  ) {
    super();
  }

  async succeeded(call: EndedCall, value: unknown): Promise<readonly ResultTuple[]> {
    const { callbacks, chain } = call.embed;
    const newId = derivedIds(call.id, 'next');
    const children: ResultTuple[] = [];
    for (const callback of callbacks)
      children.push(...(await this.apply(callback, [value], {}, call, newId)));
    const next = chain.at(-1);
    if (next === undefined) return children;
    const rest = chainOption(chain.slice(0, -1).map(signatureJson));
    return [...children, ...(await this.apply(next, [value], rest, call, newId))];
  }

  async ended(call: EndedCall, end: CanvasEnd): Promise<void> {
    const { chord, chain, errbacks } = call.embed;
    if (chord !== null && call.group !== null) {
      const result = end.state === 'SUCCESS' ? end.value : errorJson(end.error);
      const index = call.groupIndex ?? Number.POSITIVE_INFINITY;
      await this.returnPart(
        { groupId: call.group, taskId: call.id, index, state: end.state, result },
        chord,
        call,
      );
    }
    if (end.state === 'SUCCESS') return;
    await this.fail(chain, end, call);
    if (end.state === 'FAILURE') await this.applyErrbacks(errbacks, call.id, call);
  }

  /** Sends what a signature asks for, and returns that as results. */
  private async apply(
    signature: Signature,
    args: readonly unknown[],
    options: Options,
    call: EndedCall,
    newId: () => string,
  ): Promise<readonly ResultTuple[]> {
    const planned = this.planned(signature, args, options, this.contextOf(call, newId));
    if (planned instanceof UnreadableMessageError) {
      const error = unreadableError(planned);
      this.logger.warn(`A signature of the task ${call.id} cannot be applied: ${planned.message}`);
      await this.fail([withOptions(signature, options)], { state: 'FAILURE', error, traceback: null }, call);
      return [];
    }
    const { chords } = this.results;
    for (const { groupId, size } of planned.chordSizes) await chords?.setSize(groupId, size);
    for (const structure of planned.structures) await chords?.saveGroup(structure);
    for (const refused of await this.sender.send(planned.sends, call.queue)) await this.refuse(refused, call);
    return planned.children;
  }

  private planned(
    signature: Signature,
    args: readonly unknown[],
    options: Options,
    context: PlanContext,
  ): Plan | UnreadableMessageError {
    try {
      return plan(signature, args, options, context);
    } catch (error) {
      if (error instanceof UnreadableMessageError) return error;
      throw error;
    }
  }

  private contextOf({ id, rootId, replyTo, stamps, queue }: EndedCall, newId: () => string): PlanContext {
    const queueOf = (task: string) => this.routes.queueOf(task, queue);
    return { rootId, parentId: id, replyTo, stamps, now: Date.now(), origin: ORIGIN, newId, queueOf };
  }

  /** Ends a task that cannot be sent as if it had failed. */
  private async refuse({ message, error }: RefusedSend, { queue }: EndedCall): Promise<void> {
    this.logger.warn(`The task ${message.id} of a signature was not sent: ${String(error.args[0])}`);
    const end: Failure = { state: 'FAILURE', error, traceback: null };
    const { id, group: groupId, replyTo, ignoreResult: ignoresResult } = message;
    await this.storeFailure({ id, groupId, replyTo, ignoresResult }, end);
    await this.ended({ ...message, queue }, end);
  }

  private async applyErrbacks(
    errbacks: readonly Signature[],
    failedId: string,
    call: EndedCall,
  ): Promise<void> {
    const newId = derivedIds(failedId, 'errback');
    for (const errback of errbacks) await this.apply(errback, [failedId], {}, call, newId);
  }

  /** Counts a part of a chord. The last one applies the body, or fails it. */
  private async returnPart(part: ChordPart, body: Signature, call: EndedCall): Promise<void> {
    const { chords } = this.results;
    if (chords === undefined) {
      this.logger.warn(`The task ${part.taskId} is part of a chord: results by rpc:// have none`);
      return;
    }
    const { size, parts } = await chords.addPart(part);
    const needed = size ?? body.chordSize;
    if (needed === null || parts.length === 0 || parts.length < needed) return;
    const failed = parts.find(({ state }) => state !== 'SUCCESS');
    const values = failed === undefined ? await gatheredValues(chords, part.groupId, parts) : [];
    if (failed === undefined) await this.apply(body, [values], {}, call, derivedIds(part.groupId, 'body'));
    else await this.failBody(body, failed, call);
    await chords.forget(part.groupId);
  }

  private async failBody(
    body: Signature,
    failed: Omit<ChordPart, 'groupId'>,
    call: EndedCall,
  ): Promise<void> {
    const error = chordError(
      `Dependency ${failed.taskId} raised ${pythonReprOfError(readErrorJson(failed.result))}`,
    );
    await this.fail([body], { state: 'FAILURE', error, traceback: null }, call);
    const id = idOf(body);
    if (id !== null) await this.applyErrbacks(readSignatures(own(body.options, 'link_error')), id, call);
  }

  /** Ends tasks that will never run, as the one that failed. */
  private async fail(signatures: readonly Signature[], end: Failure, call: EndedCall): Promise<void> {
    try {
      const { steps, parts } = failedBy(signatures);
      await inTurns(steps, (step) => this.storeFailure(step, end));
      const result = errorJson(end.error);
      for (const { body, ...part } of parts)
        await this.returnPart({ ...part, state: end.state, result }, body, call);
    } catch (error) {
      if (!(error instanceof UnreadableMessageError)) throw error;
      this.logger.warn(`The steps after the task ${call.id} cannot be read: ${error.message}`);
    }
  }

  private async storeFailure(step: FailedStep, { state, error, traceback }: Failure): Promise<void> {
    if (step.ignoresResult) return;
    const { id, groupId, replyTo } = step;
    const facts = {
      id,
      state,
      result: error,
      traceback,
      groupId,
      parentId: null,
      children: [],
      doneAt: Date.now(),
    };
    await this.results.store(facts, replyTo);
  }
}
