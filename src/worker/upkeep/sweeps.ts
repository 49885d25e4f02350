import { Injectable } from '@nestjs/common';
import { CompletionNotifier } from '../../core/lifetime/completion-notifier.js';
import { Expirations } from '../../core/lifetime/expirations.js';
import { RemovalHooks } from '../../core/lifetime/removal-hooks.js';
import { Retention } from '../../core/lifetime/retention.js';
import { WorkflowUpkeep } from '../../core/workflows/progress/workflow-upkeep.js';

/** One batch of regular work. */
export type Sweep = () => Promise<{ readonly mayHaveMore: boolean }>;

/** All regular work on the broker's data, in order. */
@Injectable()
export class Sweeps {
  readonly all: readonly Sweep[];

  constructor(
    expirations: Expirations,
    completions: CompletionNotifier,
    retention: Retention,
    removalHooks: RemovalHooks,
    workflows: WorkflowUpkeep,
  ) {
    this.all = [
      () => expirations.sweep(),
      () => completions.sweep(),
      () => workflows.check(),
      () => retention.enter(),
      () => retention.sweep(),
      () => workflows.remove(),
      () => removalHooks.sweep(),
    ];
  }
}
