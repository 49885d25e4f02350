import { Injectable, Logger } from '@nestjs/common';
import { type CarriedOut, type WorkerCommand, WorkerCommands } from '../../core/workers/worker-commands.js';
import { Heartbeat } from './heartbeat.js';
import { WorkerReportBuilder } from './worker-report-builder.js';
import { WorkerControl } from './worker-control.js';
import { WorkerIdentity } from './worker-identity.js';

/** Receives operators' commands to this worker and replies with its report. */
@Injectable()
export class WorkerCommandHandler {
  private readonly logger = new Logger('Worker');

  constructor(
    private readonly commands: WorkerCommands,
    private readonly control: WorkerControl,
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
    if (command.command === 'settings')
      return { report: this.reporter.report(), settings: this.control.settings() };
    const changes = command.command !== 'ping' && command.command !== 'stats';
    if (changes) this.logger.warn(`Received command: ${sentenceOf(command)}`, { command });
    this.control.apply(command);
    if (changes) await this.heartbeat.beat(); // visible at once in the list of workers
    const report = this.reporter.report();
    return command.command === 'shutdown'
      ? { report, afterwards: () => this.control.shutDown() }
      : { report };
  }
}

function sentenceOf({ command, ...details }: WorkerCommand): string {
  const said = Object.entries(details).map(([name, value]) => `${name} ${String(value)}`);
  return [command, ...said].join(', ');
}
