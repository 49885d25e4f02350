import { Injectable } from '@nestjs/common';
import { TaskRegistry } from '../../../core/index.js';
import { Config } from '../../../platform/config/config.js';
import { findRemoteDefinition } from '../remote/remote-definition.js';

/**
 * The queues to which signatures may send: a signature comes from outside, and on Redis a queue could be any list of the
 * broker's database.
 */
@Injectable()
export class CanvasRoutes {
  /** Queues of the tasks in Python that are declared here, by Celery's names; known when all modules have started. */
  private remote: ReadonlyMap<string, string> | undefined;

  constructor(
    private readonly config: Config,
    private readonly registry: TaskRegistry,
  ) {}

  /** @param from queue of the task that ended: it is consumed here, even if only since a control command */
  allows(queue: string, from: string): boolean {
    const { celeryRoutes, celeryQueues } = this.config;
    return (celeryRoutes ?? [...celeryQueues, from, ...this.remoteQueues().values()]).includes(queue);
  }

  /** The queue of a task whose signature names none: that of its declaration, else that of the task that ended. */
  queueOf(task: string, from: string): string {
    return this.remoteQueues().get(task) ?? from;
  }

  private remoteQueues(): ReadonlyMap<string, string> {
    this.remote ??= new Map(
      this.registry.all().flatMap(({ handler }) => {
        const remote = findRemoteDefinition(handler.constructor);
        return remote === undefined ? [] : [[remote.task, remote.queue] as const];
      }),
    );
    return this.remote;
  }
}
