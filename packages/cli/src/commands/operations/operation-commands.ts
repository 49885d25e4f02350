import type { Command } from 'commander';
import type { Cli } from '../../cli.js';
import { auditCommand } from './fleet/audit.js';
import { eventsCommand } from './fleet/events.js';
import { healthCommand } from './fleet/health.js';
import { statusCommand } from './fleet/status.js';
import { queueCommand } from './queues/queue.js';
import { queuesCommand } from './queues/queues.js';
import { scheduleCommand } from './schedules/schedule.js';
import { schedulesCommand } from './schedules/schedules.js';
import { topCommand } from './top/top.js';
import { workflowCommand } from './workflows/workflow.js';
import { workflowsCommand } from './workflows/workflows.js';
import { controlCommand } from './workers/control.js';
import { inspectCommand } from './workers/inspect.js';
import { workerCommand } from './workers/worker.js';
import { workersCommand } from './workers/workers.js';

type MakeCommand = (cli: Cli) => Command;

/** The commands for whoever runs the service, in the order of the help. */
const GROUPS: readonly (readonly [title: string, commands: readonly MakeCommand[]])[] = [
  ['Queues:', [queuesCommand, queueCommand]],
  ['Workers:', [workersCommand, workerCommand, inspectCommand, controlCommand]],
  ['Workflows and schedules:', [workflowsCommand, workflowCommand, schedulesCommand, scheduleCommand]],
  ['The service:', [statusCommand, topCommand, healthCommand, eventsCommand, auditCommand]],
];

/** The commands for queues, workers, workflows, schedules, events and the service itself. */
export function operationCommands(cli: Cli): Command[] {
  return GROUPS.flatMap(([title, commands]) => commands.map((make) => make(cli).helpGroup(title)));
}
