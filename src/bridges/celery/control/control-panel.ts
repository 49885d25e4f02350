import { Injectable, Logger } from '@nestjs/common';
import { BrokerUnavailableError } from '../../../core/index.js';
import { Config } from '../../../platform/config/config.js';
import { BridgeCounters } from '../process/bridge-counters.js';
import { pythonReprOfError } from '../protocol/python-repr.js';
import type { CeleryNode } from '../events/celery-nodes.js';
import { CommandArguments } from './commands/command-arguments.js';
import { CommandError } from './commands/command-error.js';
import type { Command, Commands, ControlLevel, NodeReply } from './commands/command.js';
import type { ControlCommand } from './control-command.js';

/** The commands of all rooms, by name. */
export class AllCommands {
  readonly byName: ReadonlyMap<string, Command>;

  constructor(sets: readonly { readonly commands: Commands }[]) {
    this.byName = new Map(sets.flatMap(({ commands }) => Object.entries(commands)));
  }
}

/** Each level allows what those before it allow. */
const LEVELS = ['off', 'inspect', 'revoke', 'all'] as const;

/** Carries out commands, as far as CELERY_CONTROL allows. Faults are replies, as in Celery. */
@Injectable()
export class ControlPanel {
  private readonly logger = new Logger('CeleryControl');

  constructor(
    private readonly config: Config,
    private readonly all: AllCommands,
    private readonly counters: BridgeCounters,
  ) {}

  /** False if no command is even answered. */
  get isOn(): boolean {
    return this.config.celeryControl !== 'off';
  }

  /** Counts a command that was heard; undefined: one that could not be read. */
  count(method: string | undefined): void {
    const isKnown = method !== undefined && this.all.byName.has(method);
    this.counters.commands.add(isKnown ? method : 'unknown');
  }

  /** True if a bridge that is not the face carries it out, too. */
  isForEveryBridge(method: string): boolean {
    return this.all.byName.get(method)?.isForEveryBridge ?? false;
  }

  /** @returns the reply of each node. Never rejects */
  async carryOut({ method, args }: ControlCommand, nodes: readonly CeleryNode[]): Promise<NodeReply> {
    try {
      const command = this.all.byName.get(method);
      if (command === undefined) throw new CommandError('KeyError', method);
      this.refuseAbove(command.level, method);
      const given = new CommandArguments(method, args);
      given.need(command.needs ?? []);
      if (command.level === 'all') this.logger.log(`Celery's remote control: ${method}`);
      return await command.run({ nodes, args: given, allows: (level) => this.allows(level) });
    } catch (error) {
      const reply = { error: this.textOf(error, method) };
      return () => reply;
    }
  }

  private allows(level: ControlLevel): boolean {
    return LEVELS.indexOf(this.config.celeryControl) >= LEVELS.indexOf(level);
  }

  private refuseAbove(level: ControlLevel, method: string): void {
    if (this.allows(level)) return;
    const { celeryControl } = this.config;
    throw new CommandError(
      'PermissionError',
      `${method} needs CELERY_CONTROL=${level}; here it is ${celeryControl}`,
    );
  }

  private textOf(error: unknown, method: string): string {
    if (error instanceof CommandError) return pythonReprOfError({ type: error.type, args: [error.message] });
    if (error instanceof BrokerUnavailableError)
      return pythonReprOfError({
        type: 'ConnectionError',
        args: ['The Redis of the workers does not answer'],
      });
    this.logger.error(`Celery's remote control: ${method} failed: ${String(error)}`, { err: error });
    return pythonReprOfError({ type: 'RuntimeError', args: [`${method} failed: see the log of the bridge`] });
  }
}
