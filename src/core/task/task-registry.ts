import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { CoreOptions } from '../core-options.js';
import { faultOf } from '../../platform/redaction/field-paths.js';
import { faultOfDto } from '../../platform/validation/dto-faults.js';
import { mayHave } from '../../platform/validation/dto-fields.js';
import { faultInCelery } from './options/celery-binding.js';
import { faultInTask } from './options/option-checks.js';
import { UnknownTaskError, WiringError } from './queue.errors.js';
import { TaskDefinition, type TaskContext, type TaskOptions } from './task.js';
import { faultInColumns } from './listed/task-columns.js';
import { KnownQueues } from './known-queues.js';

/** A task of this codebase: its `@Task` options and the instance that runs it. */
export interface RegisteredTask {
  readonly options: TaskOptions<object>;
  readonly handler: {
    /** Executes one attempt. */
    run(payload: object, context: TaskContext): Promise<unknown>;
  };
}

/**
 * Every provided task by name. Filled once at startup. The process does not start if two tasks share a name, an option
 * is invalid, or fields to redact cannot be encrypted.
 */
@Injectable()
export class TaskRegistry implements OnModuleInit {
  private readonly tasks: RegisteredTask[] = [];
  private readonly byName = new Map<string, RegisteredTask>();
  private readonly byClass = new Map<unknown, RegisteredTask>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly options: CoreOptions,
    readonly queues: KnownQueues,
  ) {}

  /** Finds the task classes among the providers, and checks their options. */
  onModuleInit(): void {
    for (const wrapper of this.discovery.getProviders({ metadataKey: TaskDefinition.KEY })) {
      const options = this.discovery.getMetadataByDecorator(TaskDefinition, wrapper);
      // @Task decorates only classes with this `run`.
      const handler = wrapper.instance as RegisteredTask['handler'] | undefined;
      if (options && handler) this.register(options, handler);
    }
    for (const task of this.tasks) this.refuseUnknownFollowUps(task);
  }

  /** The task with this current or former name, or undefined. */
  find(name: string): RegisteredTask | undefined {
    return this.byName.get(name);
  }

  /** The task with this current or former name, or UnknownTaskError. */
  get(name: string): RegisteredTask {
    const task = this.find(name);
    if (task === undefined) throw new UnknownTaskError(name, [...this.byName.keys()].sort());
    return task;
  }

  /** Like `get`, for a name from a client: internal tasks are hidden. */
  getOpen(name: string): RegisteredTask {
    const task = this.find(name);
    if (task !== undefined && !task.options.isInternal) return task;
    throw new UnknownTaskError(name, this.open().flatMap(namesOf).sort());
  }

  /** The task of this class, or undefined. */
  findByClass(taskClass: unknown): RegisteredTask | undefined {
    return this.byClass.get(taskClass);
  }

  /** The task of this class, or a WiringError with what is missing. */
  getByClass(taskClass: { readonly name: string }): RegisteredTask {
    const task = this.findByClass(taskClass);
    if (task === undefined) {
      throw new WiringError(
        `${taskClass.name} is not a registered task. Give it @Task({ name, queue, payload }) and add it to the ` +
          '`providers` of the module that owns it.',
      );
    }
    return task;
  }

  /** Every task that clients may submit, sorted by name. */
  open(): RegisteredTask[] {
    return this.all().filter(({ options }) => !options.isInternal);
  }

  /** Every task, sorted by name. */
  all(): RegisteredTask[] {
    return this.tasks.toSorted((a, b) => (a.options.name < b.options.name ? -1 : 1));
  }

  private register(options: TaskOptions<object>, handler: RegisteredTask['handler']): void {
    if (this.byClass.has(handler.constructor)) return;
    const task = { options, handler };
    refuseFaulty(task);
    this.refuseUnknownQueue(task);
    refuseFaultyPayload(task);
    this.refuseUnsealable(task);
    refuseFaultyColumns(task);
    refuseFaultyCelery(task);
    for (const name of namesOf(task)) this.name(name, task);
    this.tasks.push(task);
    this.byClass.set(handler.constructor, task);
  }

  private name(name: string, task: RegisteredTask): void {
    const twin = this.byName.get(name);
    if (twin !== undefined) {
      throw new WiringError(
        `Two tasks are named ${name}: ${twin.handler.constructor.name} and ${task.handler.constructor.name}. A name is ` +
          'permanent and unique: rename the newer one.',
      );
    }
    this.byName.set(name, task);
  }

  private refuseUnknownQueue({ options: { name, queue }, handler }: RegisteredTask): void {
    if (this.queues.has(queue)) return;
    throw new WiringError(
      `@Task of ${name} (${handler.constructor.name}): queue must be one of ${this.queues.names.join(', ')}, but is ` +
        `${JSON.stringify(queue)}. Define a new one by defineQueue.`,
    );
  }

  private refuseUnknownFollowUps({ options: { name, onSuccess, onFailure } }: RegisteredTask): void {
    const unknown = [onSuccess, onFailure].find((one) => one !== undefined && !this.byClass.has(one.task));
    if (unknown !== undefined)
      throw new WiringError(
        `@Task of ${name} is followed by ${unknown.task.name}, which is no registered task. Add it to the ` +
          '`providers` of the module that owns it, in every process.',
      );
  }

  private refuseUnsealable({ options, handler }: RegisteredTask): void {
    const { name, redact = [], payload } = options;
    const who = `redact of ${name} (${handler.constructor.name})`;
    const fault = faultOf(redact);
    if (fault !== undefined) throw new WiringError(`${who}: ${fault}.`);
    const nowhere = redact.find((path) => !mayHave(payload, path.split('.')));
    if (nowhere !== undefined)
      throw new WiringError(`${who}: ${payload.name} has no field ${nowhere}. Is it misspelt?`);
    if (redact.length > 0 && !this.options.payloadKeys)
      throw new WiringError(
        `${who} requires ${redact.join(', ')} to be encrypted, but there is no key: set PAYLOAD_KEYS to the same value ` +
          'in every process. Create a key with: openssl rand -base64 32',
      );
  }
}

function refuseFaultyColumns({ options, handler }: RegisteredTask): void {
  const fault = faultInColumns(options);
  if (fault !== undefined)
    throw new WiringError(`columns of ${options.name} (${handler.constructor.name}): ${fault}.`);
}

function refuseFaultyCelery({ options, handler }: RegisteredTask): void {
  const fault = faultInCelery(options);
  if (fault !== undefined)
    throw new WiringError(`celery of ${options.name} (${handler.constructor.name}): ${fault}.`);
}

function refuseFaulty({ options, handler }: RegisteredTask): void {
  const fault = faultInTask(options);
  if (fault !== undefined)
    throw new WiringError(`@Task of ${options.name} (${handler.constructor.name}): ${fault}.`);
}

function refuseFaultyPayload({ options, handler }: RegisteredTask): void {
  const fault = faultOfDto(options.payload);
  if (fault !== undefined)
    throw new WiringError(`The payload of ${options.name} (${handler.constructor.name}): ${fault}.`);
}

/** Current and former names of a task. */
function namesOf({ options }: RegisteredTask): string[] {
  return [options.name, ...(options.aliases ?? [])];
}
