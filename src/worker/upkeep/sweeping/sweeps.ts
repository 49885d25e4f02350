import { Injectable } from '@nestjs/common';
import { RemovalHooks } from '../../../core/lifetime/removal-hooks.js';
import { Retention } from '../../../core/lifetime/retention.js';
import { WorkflowUpkeep } from '../../../core/workflows/progress/workflow-upkeep.js';
import { OpenTaskSweeps } from './open-task-sweeps.js';
import type { Sweep } from './sweep.js';

/** All regular work on the broker's data, in order. */
@Injectable()
export class Sweeps {
  readonly all: readonly Sweep[];

  constructor(
    open: OpenTaskSweeps,
    retention: Retention,
    removalHooks: RemovalHooks,
    workflows: WorkflowUpkeep,
  ) {
    this.all = [
      ...open.all,
      () => workflows.check(),
      () => retention.enter(),
      () => retention.sweep(),
      () => workflows.remove(),
      () => removalHooks.sweep(),
    ];
  }
}
