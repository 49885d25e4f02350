import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../platform/config/config.js';
import { Broker } from '../core/redis/broker.js';
import { TaskRegistry } from '../core/task/task-registry.js';

/** The startup message of a worker, like Celery's: its broker, queues and tasks. */
@Injectable()
export class Banner {
  constructor(
    private readonly config: Config,
    private readonly broker: Broker,
    private readonly registry: TaskRegistry,
  ) {}

  /** Formatted text on a terminal, otherwise one structured log line. */
  show(): void {
    if (process.stdout.isTTY) process.stdout.write(`${this.picture()}\n`);
    else new Logger('Worker').log(`Worker ${this.config.workerName} is ready`, this.facts());
  }

  facts() {
    const { workerName, workerQueues, workerConcurrency } = this.config;
    const served = this.registry.all().filter(({ options }) => workerQueues.includes(options.queue));
    return {
      worker: workerName,
      broker: this.broker.address,
      queues: Object.fromEntries(workerQueues.map((queue) => [queue, workerConcurrency[queue]])),
      tasks: served.map(({ options }) => options.name),
    };
  }

  private picture(): string {
    const { worker, broker, queues, tasks } = this.facts();
    const queueLines = Object.entries(queues).map(
      ([name, many]) => `    . ${name.padEnd(16)}${many} at once`,
    );
    return [
      '',
      `  celeriac worker ${worker}`,
      '',
      `  [broker]  ${broker}`,
      '  [queues]',
      ...queueLines,
      '  [tasks]',
      ...tasks.map((name) => `    . ${name}`),
      '',
    ].join('\n');
  }
}
