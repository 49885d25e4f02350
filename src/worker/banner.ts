import { Injectable, Logger } from '@nestjs/common';
import { Processors } from './consuming/processors.js';
import { WorkerOptions } from './worker-options.js';
import { Broker } from '../core/redis/broker.js';
import { TaskRegistry } from '../core/task/task-registry.js';

/** The startup message of a worker, like Celery's: its broker, queues and tasks. */
@Injectable()
export class Banner {
  constructor(
    private readonly options: WorkerOptions,
    private readonly broker: Broker,
    private readonly registry: TaskRegistry,
    private readonly processors: Processors,
  ) {}

  /** Formatted text on a terminal, otherwise one structured log line. */
  show(): void {
    if (process.stdout.isTTY) process.stdout.write(`${this.picture()}\n`);
    else new Logger('Worker').log(`Worker ${this.options.name} is ready`, this.facts());
  }

  facts() {
    const { consumed } = this.processors;
    const served = this.registry.all().filter(({ options }) => consumed.includes(options.queue));
    return {
      worker: this.options.name,
      broker: this.broker.address,
      queues: Object.fromEntries(consumed.map((queue) => [queue, this.processors.concurrencyOf(queue)])),
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
