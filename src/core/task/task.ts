/**
 * The words of this codebase. They mean the same everywhere: in names, messages, documentation and on the wire.
 *
 * - task: a class that says what can be done, with a permanent name (`DivideTask`, `math.divide`)
 * - payload: the JSON that a task receives
 * - submit: put a task and a payload on its queue; returns a handle
 * - attempt: one execution of a submitted task
 * - snapshot: what is known of a submitted task now: status, progress, result, error
 * - outcome: how an attempt ended: succeeded, failed, discarded, snoozed, revoked
 * - queue, worker: where submitted tasks wait; the process that executes them
 * - background event: something to do in this process after the response; lost if the process dies
 * - job: BullMQ's record of a submitted task. The word stays inside `core/` and `worker/`
 */
import { Injectable, applyDecorators } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { QueueName } from '../../platform/config/queue-names.js';
import type { FieldPath } from '../../platform/redaction/field-paths.js';
import type { Dto } from '../../platform/validation/dto.js';
import type { Json } from './json.js';
import type { Backoff } from './retry-policy.js';
import type { Priority } from './priority.js';

/**
 * What a task class implements: `class DivideTask implements TaskHandler<DividePayload, number>`. Payload and result
 * are JSON: with one that JSON would change (`Date`, `Map`, `undefined`) the class does not compile.
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

/** What a running task can see of, and say to, the world around it. */
export interface TaskContext {
  /** The id of the submitted task: the same in every attempt, so a good key for what must happen once. */
  readonly id: string;
  /** Which attempt this is, from 1. */
  readonly attempt: number;
  /** Aborts when the attempt has to stop. Pass it on to whatever waits; its `reason` says why. */
  readonly signal: AbortSignal;
  /** Publishes how far the task is: percent (0 to 100), or an object of the task's own. */
  readonly progress: (value: number | Record<string, unknown>) => Promise<void>;
  /** Appends one line to the task's own log, which is kept as long as its result. */
  readonly log: (line: string) => Promise<void>;
}

/** At most `max` starts in `durationMs`; with `key`, for each value of it by itself. */
export interface RateLimit<P extends object> {
  readonly max: number;
  readonly durationMs: number;
  /**
   * What is limited: a field of the payload, or a function of it, `({ url }) => new URL(url).host`. Default: the task
   * type as a whole.
   */
  readonly key?: (keyof P & string) | ((payload: P) => string);
}

/** What is said of a task, once. Every option has its default in its line. */
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
  /** A payload to show in the documentation. Default: none. */
  readonly example?: P;
  /** Executions at most. Default: 3. */
  readonly attempts?: number;
  /** The wait before each further attempt. Default: exponential from 1 s to 60 s, with 50 % jitter. */
  readonly backoff?: Backoff;
  /**
   * Time limit of one attempt: then the signal aborts; GRACE_MS (5 s) later a thread is ended. Default: none.
   */
  readonly timeoutMs?: number;
  /** Default: `normal`. */
  readonly priority?: Priority;
  /** How long the result stays readable. Default: RESULT_RETENTION_MS, a day. */
  readonly retentionMs?: number;
  /** Names that the task had before: what was submitted under them still runs. Default: none. */
  readonly aliases?: readonly string[];
  /** Starts at most across all workers; what is over it waits its turn. Default: no limit. */
  readonly rateLimit?: RateLimit<P>;
  /**
   * Where `run` executes: `inline` in the worker's own thread, for what waits (network, disk); `thread` in a thread
   * of its own, for what computes. Default: inline.
   */
  readonly isolation?: 'inline' | 'thread';
  /**
   * Fields of the payload that are secret, `['password', 'credentials.token', 'items.*.secret']`: encrypted in the
   * broker, never shown. Needs PAYLOAD_KEYS. Default: none.
   */
  readonly redact?: readonly FieldPath<P>[];
  /** Submitted by this codebase alone: no caller can name it, it is no task type to them. Default: false. */
  readonly isInternal?: boolean;
}

/** A class with @Task: how a task is named in code, `taskQueue.submit(DivideTask, { x: 10, y: 2 })`. */
export type TaskClass<P extends object> = new (...dependencies: never[]) => Handler<P, unknown>;

const TaskDefinition = DiscoveryService.createDecorator<TaskOptions<object>>();

/** Declares a task. The class must also be a provider of the module that owns it: that is the one line more. */
export function Task<P extends object>(options: TaskOptions<P>) {
  if (!/^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$/.test(options.name)) {
    throw new Error(
      `@Task name ${JSON.stringify(options.name)} must be lower-case words joined by dots, such as math.divide`,
    );
  }
  // Once registered, a task is only ever given payloads that its own DTO has parsed.
  const definition = options as unknown as TaskOptions<object>;
  const decorate: ClassDecorator = applyDecorators(Injectable(), TaskDefinition(definition));
  return (target: TaskClass<P>): void => void decorate(target);
}

/** How the registry finds what @Task said. */
export { TaskDefinition };
