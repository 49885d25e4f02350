import type { Provider } from '@nestjs/common';
import { CeleryNodes } from '../events/celery-nodes.js';
import { CeleryTaskTypes } from './celery-task-types.js';
import { ClusterCommands } from './commands/cluster-commands.js';
import type { Commands } from './commands/command.js';
import { LimitCommands } from './commands/limit-commands.js';
import { PoolCommands } from './commands/pool-commands.js';
import { QueueCommands } from './commands/queue-commands.js';
import { Revocations } from './commands/revocations.js';
import { StampedCalls } from './commands/stamped-calls.js';
import { TaskInspection } from './commands/task-inspection.js';
import { WorkerInspection } from './commands/worker-inspection.js';
import { ControlListener } from './control-listener.js';
import { AllCommands, ControlPanel } from './control-panel.js';
import { RevokedIds } from '../calls/revoked-ids.js';
import { DelayedCalls } from './views/delayed-calls.js';

const commands = [
  ClusterCommands,
  LimitCommands,
  PoolCommands,
  QueueCommands,
  Revocations,
  TaskInspection,
  WorkerInspection,
];

/** The providers of this room. CeleryNodes and RevokedIds are for the others, too. */
export const controlServices: Provider[] = [
  ...[
    CeleryNodes,
    RevokedIds,
    ControlListener,
    ControlPanel,
    CeleryTaskTypes,
    DelayedCalls,
    StampedCalls,
    ...commands,
  ],
  {
    provide: AllCommands,
    inject: commands,
    useFactory: (...sets: readonly { readonly commands: Commands }[]) => new AllCommands(sets),
  },
];

/** Those that start and stop with the bridge. */
export const controlParts = [ControlListener] as const;
