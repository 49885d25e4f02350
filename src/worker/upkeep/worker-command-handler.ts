import { Injectable, Logger } from '@nestjs/common';
import type { QueueName } from '../../platform/config/queue-names.js';
import { logLevels } from '../../platform/logging/log-levels.js';
import { type CarriedOut, type WorkerCommand, WorkerCommands } from '../../core/workers/worker-commands.js';
import { WorkerPool } from '../consuming/worker-pool.js';
import { Heartbeat } from './heartbeat.js';
import { WorkerReportBuilder } from './worker-report-builder.js';
import { WorkerIdentity } from './worker-identity.js';

type CommandOf<Name extends WorkerCommand['command']> = Extract<WorkerCommand, { command: Name }>;

/** Carries out operators' commands to this worker. Changes last until the process ends. */
@Injectable()
export class WorkerCommandHandler {
  private readonly logger = new Logger('Worker');

  constructor(
    private readonly commands: WorkerCommands,
    private readonly consumers: WorkerPool,
    private readonly reporter: WorkerReportBuilder,
    private readonly heartbeat: Heartbeat,
    private readonly identity: WorkerIdentity,
  ) {}

  /** Resolves when it can receive commands. */
  start(): Promise<void> {
    return this.commands.hear(this.identity.id, (command) => this.carryOut(command));
  }

  /** @throws Error with the reason why the command cannot be carried out */
  private async carryOut(command: WorkerCommand): Promise<CarriedOut> {
    const changes = command.command !== 'ping' && command.command !== 'stats';
    if (changes) this.logger.warn(`Received command: ${sentenceOf(command)}`, { command });
    this.obey(command);
    if (changes) await this.heartbeat.beat(); // visible at once in the list of workers
    const report = this.reporter.report();
    return command.command === 'shutdown' ? { report, afterwards: shutDown } : { report };
  }

  private obey(command: WorkerCommand): void {
    switch (command.command) {
      case 'ping':
      case 'stats':
      case 'shutdown': // after the reply
        return;
      case 'pause':
        return this.consumers.pause(this.queuesOf(command));
      case 'resume':
        return this.consumers.resume(this.queuesOf(command));
      case 'drain':
        return this.consumers.drain();
      case 'set-concurrency':
        for (const queue of this.queuesOf(command)) this.consumers.add(queue, command.concurrency);
        return;
      case 'add-queue':
        return this.addQueue(command);
      case 'remove-queue':
        this.queuesOf(command);
        return this.consumers.remove(command.queue);
      case 'set-log-level':
        return logLevels.set(command.level, command.module);
    }
  }

  private addQueue({ queue, concurrency }: CommandOf<'add-queue'>): void {
    if (this.consumers.isDraining) throw new Error('This worker is draining: resume it first.');
    this.consumers.add(queue, concurrency);
  }

  /** The named queue if this worker consumes it, or all consumed queues. */
  private queuesOf({ queue }: { readonly queue?: QueueName | undefined }): QueueName[] {
    const consumed = this.consumers.queues().map(({ name }) => name);
    if (queue === undefined) return consumed;
    if (consumed.includes(queue)) return [queue];
    throw new Error(
      `This worker does not consume ${queue}; it consumes ${consumed.join(', ') || 'nothing'}.`,
    );
  }
}

/** Like SIGTERM from outside. */
function shutDown(): void {
  process.kill(process.pid, 'SIGTERM');
}

function sentenceOf({ command, ...details }: WorkerCommand): string {
  const said = Object.entries(details).map(([name, value]) => `${name} ${String(value)}`);
  return [command, ...said].join(', ');
}
