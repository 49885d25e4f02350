import { Injectable } from '@nestjs/common';
import { CompletionNotifier } from '../../../core/lifetime/completion-notifier.js';
import { Expirations } from '../../../core/lifetime/expirations.js';
import { TypeGate } from '../../../core/queues/type-gate.js';
import type { Sweep } from './sweep.js';

/** The regular work on tasks that have not ended, or whose end has consequences to come. */
@Injectable()
export class OpenTaskSweeps {
  readonly all: readonly Sweep[];

  constructor(expirations: Expirations, completions: CompletionNotifier, types: TypeGate) {
    this.all = [() => expirations.sweep(), () => completions.sweep(), () => types.sweep()];
  }
}
