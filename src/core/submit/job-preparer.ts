import { Injectable } from '@nestjs/common';
import { CoreOptions } from '../core-options.js';
import { InvalidInputError } from '../../platform/validation/invalid-input.error.js';
import { jsonFaultIn } from '../../platform/validation/json-fault.js';
import { parseDto } from '../../platform/validation/parse-dto.js';
import { jobOptionsOf } from '../bullmq/job-options.js';
import { CompletionListeners } from '../lifetime/completion-listeners.js';
import { faultInSubmit } from '../task/options/option-checks.js';
import type { SubmitOptions } from '../task/options/submit-options.js';
import {
  InvalidOptionError,
  PayloadTooLargeError,
  UnknownTaskError,
  WebhookRefusedError,
} from '../task/queue.errors.js';
import { runningTask } from '../task/running-task.js';
import type { StepRole } from '../task/step-role.js';
import type { SubmitContext } from '../task/submit-context.js';
import { madeAt, newTaskId } from '../task/task-id.js';
import { type RegisteredTask, TaskRegistry } from '../task/task-registry.js';
import type { TaskClass } from '../task/task.js';
import type { PreparedJob } from './prepared-job.js';

/** A task by name, with an unvalidated payload. */
export interface NamedTask {
  readonly name: string;
  readonly payload: unknown;
  readonly options?: SubmitOptions;
  /** The id of the task that this one replays. */
  readonly replayOf?: string;
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
    options: SubmitOptions,
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
    options: SubmitOptions,
    origin: SubmitContext,
  ): PreparedJob[] {
    return payloads.map((payload, index) =>
      ofMany(index, () => this.prepare(task, payload, options, origin)),
    );
  }

  /**
   * Prepares a task from outside.
   *
   * @throws UnknownTaskError, and the errors of `prepare`
   */
  prepareNamed(named: NamedTask, origin: SubmitContext): PreparedJob {
    const { name, payload, options, replayOf } = named;
    const task = named.isOwn ? this.registry.get(name) : this.registry.getOpen(name);
    return this.jobOf(task, parsed(task, name, payload), options, named.origin ?? origin, { replayOf });
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

  private jobOf(
    { options: task }: RegisteredTask,
    payload: object,
    call: SubmitOptions = {},
    { submittedBy, nextId = newTaskId, at, parent = runningTask() }: SubmitContext,
    more: Partial<StepGiven & Pick<NamedTask, 'replayOf'>> = {},
  ): PreparedJob {
    const id = nextId();
    // Uses the id's own time: repeated under the same id, a submit gets the same answer as the first. An id created by
    // a clock that was fast has no usable time.
    const now = Math.min(at ?? madeAt(id), Date.now());
    const fault = faultInSubmit(call);
    if (fault !== undefined) throw new InvalidOptionError(fault);
    const given = {
      ...{ id, now, retentionMs: this.options.resultRetentionMs },
      ...{ ...more, parentId: parent?.id, rootId: parent?.rootId },
      submittedBy: parent ? parent.submittedBy : submittedBy,
    };
    refuseTooLarge(payload, this.options.maxPayloadBytes);
    if (call.webhookUrl !== undefined) this.completionListeners.get().check(call.webhookUrl);
    return { task, payload, options: jobOptionsOf(task, call, given) };
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

function refuseTooLarge(payload: object, limitBytes: number): void {
  const bytes = Buffer.byteLength(JSON.stringify(payload));
  if (bytes > limitBytes) throw new PayloadTooLargeError(bytes, limitBytes);
}
