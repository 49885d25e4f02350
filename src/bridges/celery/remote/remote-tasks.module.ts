import { Module, type OnModuleInit } from '@nestjs/common';
import { Processor } from '@nestjs/bullmq';
import { TaskRegistry, WiringError, defineQueue } from '../../../core/index.js';
import { Config } from '../../../platform/config/config.js';
import { ExecutionModule, TaskProcessor } from '../../../worker/index.js';
import { RemoteAttempts } from './remote-attempts.js';
import { RemoteConnection } from './remote-connection.js';
import { findRemoteDefinition } from './remote-definition.js';
import { REMOTE_QUEUE } from './remote-queue.js';
import { RemoteRuns } from './remote-runs.js';
import { RemoteSends } from './remote-sends.js';
import { RemoteTasks } from './remote-tasks.js';

/** Tasks that only wait: a worker can have many of them. */
const CONCURRENCY = 100;

@Processor(REMOTE_QUEUE)
class RemoteProcessor extends TaskProcessor {}

/**
 * Runs tasks in Python workers of Celery: import it in each module that has classes with @RemoteTask. It connects to
 * CELERY_BROKER_URL when the first of them is sent.
 */
@Module({
  imports: [ExecutionModule, defineQueue(REMOTE_QUEUE, { concurrency: CONCURRENCY })],
  providers: [RemoteProcessor, RemoteConnection, RemoteAttempts, RemoteRuns, RemoteSends, RemoteTasks],
  exports: [RemoteRuns, RemoteTasks],
})
export class RemoteTasksModule implements OnModuleInit {
  constructor(
    private readonly registry: TaskRegistry,
    private readonly config: Config,
  ) {}

  /** @throws WiringError if a task in Python is declared, and nothing says where Celery is */
  onModuleInit(): void {
    const remote = this.registry.all().find(({ handler }) => findRemoteDefinition(handler.constructor));
    if (remote === undefined || this.config.celeryBrokerUrl !== undefined) return;
    throw new WiringError(
      `${remote.options.name} runs in Python, but CELERY_BROKER_URL is not set: set it to the broker_url of your Celery ` +
        'application, in every process.',
    );
  }
}
