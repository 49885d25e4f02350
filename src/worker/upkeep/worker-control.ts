import { Injectable } from '@nestjs/common';
import type { WorkerCommand } from '../../core/workers/worker-commands.js';
import type { QueueName } from '../../core/task/queue-name.js';
import { logLevels } from '../../platform/logging/log-levels.js';
import { WorkerPool } from '../consuming/worker-pool.js';
import { WorkerOptions } from '../worker-options.js';

type CommandOf<Name extends WorkerCommand['command']> = Extract<WorkerCommand, { command: Name }>;

/** Changes this worker as an operator's command says. Changes last until the process ends. */
@Injectable()
export class WorkerControl {
  constructor(
    private readonly pool: WorkerPool,
    private readonly options: WorkerOptions,
  ) {}

  /** @throws Error with the reason why the command cannot be carried out */
  apply(command: Exclude<WorkerCommand, CommandOf<'settings'>>): void {
    switch (command.command) {
      case 'ping':
      case 'stats':
        return;
      case 'shutdown': // see `shutDown`: it follows the reply
        return this.requireShutDown();
      case 'pause':
        return this.pool.pause(this.queuesOf(command));
      case 'resume':
        return this.pool.resume(this.queuesOf(command));
      case 'drain':
        return this.pool.drain();
      case 'set-concurrency':
        for (const queue of this.queuesOf(command)) this.pool.add(queue, command.concurrency);
        return;
      case 'add-queue':
        return this.addQueue(command);
      case 'remove-queue':
        this.queuesOf(command);
        return this.pool.remove(command.queue);
      case 'set-log-level':
        return logLevels.set(command.level, command.module);
    }
  }

  /** The settings of this process, without secrets; undefined if the application does not tell them. */
  settings(): readonly object[] | undefined {
    return this.options.settings?.();
  }

  /** Asks the application to end this worker. */
  shutDown(): void {
    this.options.shutDown?.();
  }

  private requireShutDown(): void {
    if (this.options.shutDown === undefined)
      throw new Error('This worker cannot shut itself down: end its process instead.');
  }

  private addQueue({ queue, concurrency }: CommandOf<'add-queue'>): void {
    if (this.pool.isDraining) throw new Error('This worker is draining: resume it first.');
    this.pool.add(queue, concurrency);
  }

  /** The named queue if this worker consumes it, or all consumed queues. */
  private queuesOf({ queue }: { readonly queue?: QueueName | undefined }): QueueName[] {
    const consumed = this.pool.queues().map(({ name }) => name);
    if (queue === undefined) return consumed;
    if (consumed.includes(queue)) return [queue];
    throw new Error(
      `This worker does not consume ${queue}; it consumes ${consumed.join(', ') || 'nothing'}.`,
    );
  }
}
