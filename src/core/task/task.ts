/**
 * The glossary of this codebase. The words mean the same everywhere: in names, messages, documentation and on the wire.
 *
 * - task: a class for a unit of work, with a permanent name (`DivideTask`, `math.divide`)
 * - payload: the JSON that a task receives
 * - submit: put a task and a payload on its queue; returns a handle
 * - attempt: one execution of a submitted task
 * - handle: an object in code that stands for a submitted task: its state, result, events, cancel
 * - snapshot: the current state of a submitted task: status, progress, result, error
 * - outcome: how an attempt ended: succeeded, retried, failed, snoozed, parked, revoked, returned
 * - queue, worker: where submitted tasks wait; the process that executes them
 * - workflow, step: a named graph of tasks that are submitted together; one node of it
 * - schedule, tick: a rule that submits a task again and again; one time at which it does
 * - bridge: lets another system, such as Celery, submit tasks and learn their ends; each carries the mark of its bridge
 * - remote task: a task that a worker of another system executes
 * - background event: something to do in this process after the response; lost if the process dies
 * - job: BullMQ's record of a submitted task. The word stays inside `core/` and `worker/`
 */
import { Injectable, applyDecorators } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { QueueName } from './queue-name.js';
import type { FieldPath } from '../../platform/redaction/field-paths.js';
import type { Dto } from '../../platform/validation/dto.js';
import type { Json } from './json.js';
import type { CeleryBinding } from './options/celery-binding.js';
import type { FinalError, FollowUp } from './options/follow-up.js';
import type { Backoff, ErrorClass } from './options/retry-policy.js';
import type { ScheduleOptions } from './options/schedule-options.js';
import type { Priority } from './options/priority.js';
import type { ChildOptions, OptionsOfEach } from './options/submit-options.js';
import type { SubmittedTask } from './handle/task-handle.js';

/**
 * Implemented by task classes: `class DivideTask implements TaskHandler<DividePayload, number>`. Payload and result are
 * JSON: a class with types that JSON would change (`Date`, `Map`, `undefined`) does not compile.
 */
export type TaskHandler<P extends object, R> = [P] extends [Json<P>]
  ? [R] extends [Json<R> | undefined | Nothing]
    ? Handler<P, R>
    : { 'the result would not survive JSON': R }
  : { 'the payload would not survive JSON': P };

type Nothing = ReturnType<() => void>;

interface Handler<P extends object, R> {
  run: (payload: P, context: TaskContext) => Promise<R>;
}

/** Facts about a running task that are known before its attempt starts. */
export interface TaskFacts {
  /** The id of the submitted task: the same in every attempt, so a good key for effects that must happen once. */
  readonly id: string;
  /** The name under which it was submitted: that of its @Task, or a former one. */
  readonly name: string;
  readonly queue: QueueName;
  /** Attempt number, from 1. */
  readonly attempt: number;
  /** Number of the last attempt. It grows with each attempt that is lost with its worker. */
  readonly maxAttempts: number;
  readonly tags: readonly string[];
  /** The task that submitted it; undefined for a submit from outside. */
  readonly parentId: string | undefined;
  /** The first task of that chain: its own id for a submit from outside. */
  readonly rootId: string;
  /** Name of the API key that submitted it or its root task; undefined without keys. */
  readonly submittedBy: string | undefined;
  /** The workflow of which it is a step or an item; undefined for any other task. */
  readonly workflowId: string | undefined;
  /** The name of that step. */
  readonly step: string | undefined;
}

/** The interface of a running task to its environment. */
export interface TaskContext extends TaskFacts {
  /** The time at which the signal aborts because of `timeoutMs`; undefined without a time limit. */
  readonly deadline: Date | undefined;
  /** Aborts when the attempt must stop. Pass it on to everything that waits; its `reason` is the cause. */
  readonly signal: AbortSignal;
  /** Publishes the task's progress: percent (0 to 100), or an object of the task's own. */
  readonly progress: (value: number | Record<string, unknown>) => Promise<void>;
  /** Appends one line to the task's own log, which is kept as long as its result. */
  readonly log: (line: string) => Promise<void>;
  /**
   * Submits a child of this task. With a `key`, each attempt submits the same child: it is stored once, and a repeated
   * attempt gets it with `isDuplicate: true`.
   */
  readonly submit: <P extends object, R>(
    task: TaskClass<P, R>,
    payload: P,
    options?: ChildOptions,
  ) => Promise<SubmittedTask<R>>;
  /** Submits many children of one task type, with options for all of them or for each. */
  readonly submitMany: <P extends object, R>(
    task: TaskClass<P, R>,
    payloads: readonly P[],
    options?: OptionsOfEach<P>,
  ) => Promise<SubmittedTask<R>[]>;
}

/** At most `max` starts per `durationMs`; with `key`, separately for each of its values. */
export interface RateLimit<P extends object> {
  readonly max: number;
  readonly durationMs: number;
  /**
   * The payload field to limit by, or a function of the payload, `({ url }) => new URL(url).host`. Default: the task
   * type as a whole.
   */
  readonly key?: (keyof P & string) | ((payload: P) => string);
}

/** Options of a task type. Each has its default in its comment. */
export interface TaskOptions<P extends object> {
  /** Permanent: it is stored with every submitted task. Lower-case words joined by dots and hyphens. */
  readonly name: string;
  readonly queue: QueueName;
  /** The class-validator DTO of the payload: the HTTP check, the OpenAPI schema and the worker's own check. */
  readonly payload: Dto<P>;
  /** One sentence for people. Default: the name. */
  readonly summary?: string;
  /** The class that describes the result in OpenAPI. Default: any JSON. */
  readonly result?: Dto<object> | NumberConstructor | StringConstructor | BooleanConstructor;
  /** An example payload for the documentation. Default: none. */
  readonly example?: P;
  /** Maximum number of attempts. Default: 3. */
  readonly attempts?: number;
  /** Error classes after which the task is retried; any other error is final. Default: every error. */
  readonly retryOn?: readonly ErrorClass[];
  /** Error classes after which the task is not retried, even if `retryOn` has them. Default: none. */
  readonly dontRetryOn?: readonly ErrorClass[];
  /** Submitted after a success: `follow(SendReportTask, (report) => ({ … }))`. Default: nothing. */
  readonly onSuccess?: FollowUp<never>;
  /** Submitted after the final failure: `follow(AlertTask, (error, task) => ({ … }))`. Default: nothing. */
  readonly onFailure?: FollowUp<FinalError>;
  /** Delay before each further attempt. Default: exponential from 1 s to 60 s, with 50 % jitter. */
  readonly backoff?: Backoff;
  /** Time limit of one attempt: then the signal aborts; GRACE_MS (5 s) later a thread is ended. Default: none. */
  readonly timeoutMs?: number;
  /** Default: `normal`. */
  readonly priority?: Priority;
  /** Retention of the result. Default: RESULT_RETENTION_MS, a day. */
  readonly retentionMs?: number;
  /** Former names of the task: tasks submitted under them still run. Default: none. */
  readonly aliases?: readonly string[];
  /** Maximum number of starts across all workers; further ones wait their turn. Default: no limit. */
  readonly rateLimit?: RateLimit<P>;
  /**
   * Where `run` executes: `inline` in the worker's own thread, for tasks that wait (network, disk); `thread` in a
   * separate thread, for CPU-bound tasks. Default: inline.
   */
  readonly isolation?: 'inline' | 'thread';
  /** Submits the task again and again, under the name of the task. Default: only what others submit. */
  readonly schedule?: ScheduleOptions<P>;
  /** Several schedules, each with an id of its own. Default: none. */
  readonly schedules?: readonly (ScheduleOptions<P> & { readonly id: string })[];
  /**
   * Secret fields of the payload, `['password', 'credentials.token', 'items.*.secret']`: encrypted in the broker, never
   * shown. Requires PAYLOAD_KEYS. Default: none.
   */
  readonly redact?: readonly FieldPath<P>[];
  /**
   * Fields of the payload that lists show beside a task, `['customer', 'order.id']`: at most five, and none in `redact`.
   * Like payloads, they are for admins. Default: none.
   */
  readonly columns?: readonly FieldPath<P>[];
  /**
   * Scope of the history (HISTORY_URL) for its finished tasks: everything, everything but the payload, or nothing.
   * Default: `full`. Fields in `redact` are never stored.
   */
  readonly history?: 'full' | 'no-payload' | 'off';
  /**
   * Lets Celery's producers call the task by its name, or one of `aliases`, over the Celery bridge, and says how their
   * arguments become the payload: `{ args: ['x', 'y'] }`. Default: they cannot call it.
   */
  readonly celery?: CeleryBinding<P>;
  /** Submitted by this codebase only: clients cannot name it, and it is not listed as a task type. Default: false. */
  readonly isInternal?: boolean;
}

/** A class with @Task, which identifies a task in code: `taskQueue.submit(DivideTask, { x: 10, y: 2 })`. */
export type TaskClass<P extends object, R = unknown> = new (...dependencies: never[]) => Handler<P, R>;

/** Metadata of `@Task`, by which task classes are found. */
const TaskDefinition = DiscoveryService.createDecorator<TaskOptions<object>>();

/** Declares a task. The class must also be listed in the `providers` of its module. */
export function Task<P extends object, R = unknown>(
  options: TaskOptions<P> & { readonly onSuccess?: FollowUp<R> },
) {
  if (!/^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$/.test(options.name)) {
    throw new Error(
      `@Task name ${JSON.stringify(options.name)} must be lower-case words joined by dots, such as math.divide`,
    );
  }
  // Registered tasks only ever receive payloads parsed by their own DTO.
  const definition = options as unknown as TaskOptions<object>;
  const decorate: ClassDecorator = applyDecorators(Injectable(), TaskDefinition(definition));
  return (target: TaskClass<P, Known<R>>): void => void decorate(target);
}

/** Options of a type without a result say nothing of it. */
type Known<R> = [R] extends [never] ? unknown : R;

/** The metadata key by which the registry finds @Task options. */
export { TaskDefinition };
