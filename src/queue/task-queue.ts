import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { parseDto } from '../validation/parse-dto.js';
import { Broker } from './broker.js';
import { Queues } from './queues.js';
import { DEFAULT_ATTEMPTS, DEFAULT_BACKOFF } from './retry-policy.js';
import { newTaskId } from './task-id.js';
import { BACKOFF_TYPE, type TaskJobOptions } from './task-job.js';
import { type RegisteredTask, TaskRegistry } from './task-registry.js';
import { type TaskSnapshot, newSnapshot } from './task-snapshot.js';
import type { TaskClass } from './task.js';

/** Where work is handed in. When a submit resolves, the broker has stored the task. */
@Injectable()
export class TaskQueue {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly registry: TaskRegistry,
    private readonly config: Config,
  ) {}

  /**
   * Submits a task of this codebase; its payload was checked by the compiler.
   *
   * @throws BrokerUnavailableError when the broker does not confirm: the task may or may not be stored
   */
  async submit<P extends object>(task: TaskClass<P>, payload: P): Promise<TaskSnapshot> {
    return this.add(this.registry.getByClass(task), payload);
  }

  /**
   * Submits by name what came from outside.
   *
   * @throws UnknownTaskError when no task has the name
   * @throws InvalidInputError when the payload is not what the task's DTO asks for
   * @throws BrokerUnavailableError as `submit`
   */
  async submitByName(name: string, payload: unknown): Promise<TaskSnapshot> {
    const task = this.registry.get(name);
    return this.add(task, parseDto(task.options.payload, payload, `the payload of ${name}`));
  }

  private async add({ options }: RegisteredTask, payload: object): Promise<TaskSnapshot> {
    const id = newTaskId();
    const jobOptions: TaskJobOptions = {
      jobId: id,
      timestamp: Date.now(),
      attempts: options.attempts ?? DEFAULT_ATTEMPTS,
      backoff: { type: BACKOFF_TYPE },
      retry: options.backoff ?? DEFAULT_BACKOFF,
      retentionMs: options.retentionMs ?? this.config.resultRetentionMs,
    };
    await this.broker.ask(this.queues.get(options.queue).add(options.name, payload, jobOptions));
    return newSnapshot(options, jobOptions);
  }
}
