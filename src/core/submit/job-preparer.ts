import { Injectable } from '@nestjs/common';
import { CoreOptions } from '../core-options.js';
import { InvalidInputError } from '../../platform/validation/invalid-input.error.js';
import { jsonFaultIn } from '../../platform/validation/json-fault.js';
import { mustBe } from '../../platform/validation/rules/bounds.js';
import { parseDto } from '../../platform/validation/parse-dto.js';
import { jobOptionsOf } from '../bullmq/job-options.js';
import type { TaskJobOptions } from '../bullmq/task-job.js';
import { CompletionListeners } from '../lifetime/completion-listeners.js';
import { faultInSubmit } from '../task/options/option-checks.js';
import { type BridgeMark, storedBridgeMark } from '../task/bridge-mark.js';
import type { ChildOptions, OptionsOfEach, SubmitOptions } from '../task/options/submit-options.js';
import {
  InvalidOptionError,
  PayloadTooLargeError,
  UnknownTaskError,
  WebhookRefusedError,
} from '../task/queue.errors.js';
import { type RunningTask, runningTask } from '../task/running-task.js';
import type { StepRole } from '../task/step-role.js';
import type { SubmitContext } from '../task/submit-context.js';
import { childId, madeAt, newTaskId } from '../task/task-id.js';
import { type RegisteredTask, TaskRegistry } from '../task/task-registry.js';
import type { TaskClass, TaskOptions } from '../task/task.js';
import { refuseFaultyFollowUps } from './follow-up-check.js';
import { refuseTooLarge } from './payload-size.js';
import type { PreparedJob } from './prepared-job.js';

/** A task by name, with an unvalidated payload. */
export interface NamedTask {
  readonly name: string;
  readonly payload: unknown;
  readonly options?: SubmitOptions;
  /** The id of the task that this one replays. */
  readonly replayOf?: string;
  /** The bridge that is told its end. */
  readonly bridge?: BridgeMark;
  /** Its own origin, instead of that of the call. */
  readonly origin?: SubmitContext;
  /** True if this codebase names the task: it may be an internal one. */
  readonly isOwn?: boolean;
}

/** The facts of a task that is a step of a workflow. */
export interface StepGiven {
  readonly workflowId: string;
  readonly step: string;
  readonly stepRole: StepRole;
}

/** The facts of a task that is no step. */
interface MoreFacts extends Pick<NamedTask, 'replayOf' | 'bridge'> {
  readonly payloadFault?: string;
}

/** Turns a submit into the job to be stored: resolves the task, checks payload and options. Asks no broker. */
@Injectable()
export class JobPreparer {
  constructor(
    private readonly registry: TaskRegistry,
    private readonly completionListeners: CompletionListeners,
    private readonly options: CoreOptions,
  ) {}

  /**
   * Prepares a task of this codebase. The compiler has checked the payload's type, but not JSON compatibility or the
   * DTO's own rules.
   *
   * @throws InvalidInputError, InvalidOptionError, PayloadTooLargeError, WebhookRefusedError
   */
  prepare<P extends object>(
    task: TaskClass<P>,
    payload: P,
    options: ChildOptions,
    origin: SubmitContext,
  ): PreparedJob {
    const registered = this.registry.getByClass(task);
    const { name, redact, payload: dto } = registered.options;
    const fault = jsonFaultIn(payload);
    if (fault !== undefined) throw new InvalidInputError(`the payload of ${name}`, [fault]);
    parseDto(dto, payload, `the payload of ${name}`, redact);
    return this.jobOf(registered, payload, options, origin);
  }

  /** Prepares one task type many times. An InvalidOptionError says which of them it concerns. */
  prepareMany<P extends object>(
    task: TaskClass<P>,
    payloads: readonly P[],
    options: OptionsOfEach<P>,
    origin: SubmitContext,
  ): PreparedJob[] {
    const optionsOf = typeof options === 'function' ? options : () => options;
    const jobs = payloads.map((payload, index) =>
      ofMany(index, () => this.prepare(task, payload, optionsOf(payload, index), origin)),
    );
    refuseEqualKeys(jobs);
    return jobs;
  }

  /**
   * Prepares a task from outside.
   *
   * @throws UnknownTaskError, and the errors of `prepare`
   */
  prepareNamed(named: NamedTask, origin: SubmitContext): PreparedJob {
    const { name, payload, options, replayOf, bridge } = named;
    const task = named.isOwn ? this.registry.get(name) : this.registry.getOpen(name);
    return this.jobOf(task, parsed(task, name, payload), options, named.origin ?? origin, {
      replayOf,
      bridge,
    });
  }

  /**
   * Checks a payload from outside for a task that is stored already.
   *
   * @throws UnknownTaskError, InvalidInputError, PayloadTooLargeError
   */
  checkPayload(name: string, given: unknown): Pick<PreparedJob, 'task' | 'payload'> {
    const task = this.registry.getOpen(name);
    const payload = parsed(task, name, given);
    refuseTooLarge(payload, this.options.maxPayloadBytes);
    return { task: task.options, payload };
  }

  /** Prepares a group of tasks from outside. Returns the error of the first that is invalid. */
  prepareGroup(group: readonly NamedTask[], origin: SubmitContext): PreparedJob[] | Error {
    return attempt(() => group.map((task) => this.prepareNamed(task, origin)));
  }

  /**
   * Prepares a step of a workflow, whose payload and options were checked with the workflow.
   *
   * @throws InvalidOptionError, PayloadTooLargeError
   */
  prepareStep(
    task: RegisteredTask,
    payload: object,
    options: SubmitOptions,
    origin: SubmitContext,
    step: StepGiven,
  ): PreparedJob {
    return this.jobOf(task, payload, options, origin, step);
  }

  /** Prepares a task without a payload: its attempt fails with the reason, so operators see it as a dead letter. */
  prepareFaulty(name: string, payloadFault: string, origin: SubmitContext): PreparedJob {
    return this.jobOf(this.registry.get(name), {}, {}, origin, { payloadFault });
  }

  private jobOf(
    { options: task }: RegisteredTask,
    payload: object,
    call: ChildOptions = {},
    { submittedBy, nextId = newTaskId, at, parent = runningTask() }: SubmitContext,
    more: Partial<StepGiven> & MoreFacts = {},
  ): PreparedJob {
    const { key } = call;
    const id = key === undefined ? nextId() : childIdOf(task, call, parent);
    const now = key === undefined ? timeOf(id, at) : Date.now();
    const fault = faultInSubmit(call);
    if (fault !== undefined) throw new InvalidOptionError(fault);
    // A spread before other properties would take V8 a hundred times as long: a fiftieth of a submit.
    const given = {
      id,
      now,
      retentionMs: this.options.resultRetentionMs,
      parentId: parent?.id,
      rootId: parent?.rootId,
      submittedBy: parent ? parent.submittedBy : submittedBy,
      ...more,
      bridge: storedBridgeMark(more.bridge),
    };
    refuseTooLarge(payload, this.options.maxPayloadBytes);
    if (hasEnd(call)) this.checkEnd(call);
    const options = jobOptionsOf(task, this.keptFor(task, call), given);
    return { task, payload, options: withPriority(options, more.bridge), key };
  }

  private checkEnd(call: SubmitOptions): void {
    if (call.webhookUrl !== undefined) this.completionListeners.get().check(call.webhookUrl);
    refuseFaultyFollowUps(call, this.registry, this.options.maxPayloadBytes);
  }

  /** A child with a key is kept for as long as others, so that a further attempt of its parent finds it. */
  private keptFor(task: TaskOptions<object>, call: ChildOptions): SubmitOptions {
    if (call.key === undefined) return call;
    const { resultRetentionMs } = this.options;
    const own = call.retentionMs ?? task.retentionMs ?? resultRetentionMs;
    return own < resultRetentionMs ? { ...call, retentionMs: resultRetentionMs } : call;
  }
}

function withPriority(options: TaskJobOptions, bridge: BridgeMark | undefined): TaskJobOptions {
  return bridge?.priority === undefined ? options : { ...options, priority: bridge.priority };
}

/**
 * Uses the id's own time: repeated under the same id, a submit gets the same answer as the first. An id created by a
 * clock that was fast has no usable time.
 */
function timeOf(id: string, at: number | undefined): number {
  return Math.min(at ?? madeAt(id), Date.now());
}

/** The id of a child with a key. Its time is that of the parent, so it does not say when the child was submitted. */
function childIdOf(
  { name }: TaskOptions<object>,
  { key, deduplicate }: ChildOptions,
  parent: RunningTask | undefined,
): string {
  if (typeof key !== 'string' || key === '')
    throw new InvalidOptionError(`key ${mustBe('a text that is not empty', key)}`);
  if (parent === undefined)
    throw new InvalidOptionError('key must only be given inside a running task, whose children it names');
  if (deduplicate !== undefined)
    throw new InvalidOptionError('key and deduplicate must not be given together');
  return childId(parent.id, name, key);
}

/** True if the call says what follows the end of the task. */
function hasEnd({ webhookUrl, onSuccess, onFailure }: SubmitOptions): boolean {
  return (webhookUrl ?? onSuccess ?? onFailure) !== undefined;
}

/** Of two tasks with one key, the second would be lost. */
function refuseEqualKeys(jobs: readonly PreparedJob[]): void {
  const seen = new Map<string, number>();
  for (const [index, { key }] of jobs.entries()) {
    if (key === undefined) continue;
    const first = seen.get(key);
    if (first !== undefined)
      throw new InvalidOptionError(
        `key must be unique, but ${JSON.stringify(key)} is that of ${first}`,
        index,
      );
    seen.set(key, index);
  }
}

function parsed(
  { options: { payload: dto, redact } }: RegisteredTask,
  name: string,
  payload: unknown,
): object {
  return parseDto(dto, payload, `the payload of ${name}`, redact);
}

/** Adds the index of its task to an invalid option. */
function ofMany<T>(index: number, prepare: () => T): T {
  try {
    return prepare();
  } catch (error) {
    throw error instanceof InvalidOptionError ? new InvalidOptionError(error.fault, index) : error;
  }
}

/** Returns an error that concerns one task of many; rethrows any other, which is a bug. */
function attempt<T>(action: () => T): T | Error {
  try {
    return action();
  } catch (error) {
    const isItsOwn =
      error instanceof UnknownTaskError ||
      error instanceof InvalidInputError ||
      error instanceof InvalidOptionError ||
      error instanceof PayloadTooLargeError ||
      error instanceof WebhookRefusedError;
    if (isItsOwn) return error;
    throw error;
  }
}
