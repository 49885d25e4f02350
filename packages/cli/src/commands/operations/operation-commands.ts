import type { Command } from 'commander';
import type { Cli } from '../../cli.js';

/** The commands for queues, workers, workflows, schedules, events and the service itself. */
export function operationCommands(_cli: Cli): Command[] {
  return [];
}
