import { EventEmitter } from 'node:events';
import { Injectable, Logger } from '@nestjs/common';
import type { QueueName } from '../../platform/config/queue-names.js';
import type { Mend } from '../../core/bullmq/reconciliation/reconciliation.js';

/** An attempt begins. */
export interface TaskStarted {
  readonly id: string;
  readonly name: string;
  readonly queue: string;
  /** From 1. */
  readonly attempt: number;
  /** Of the first attempt: how long the task waited since it could have been started, in ms. */
  readonly waitMs?: number;
  /** Where it runs apart from its worker, being under suspicion. */
  readonly isQuarantined?: boolean;
}

/**
 * How an attempt ended. `retried`: it failed and will be tried again. `snoozed`: it asked to be run later. `returned`:
 * a stopping worker gave it back. `revoked`: it was cancelled.
 */
export type OutcomeLabel = 'succeeded' | 'retried' | 'failed' | 'snoozed' | 'revoked' | 'returned';

export interface TaskSettled extends TaskStarted {
  readonly outcome: OutcomeLabel;
  readonly durationMs: number;
  readonly maxAttempts: number;
  /** Of one that succeeded, where its task has no secrets. */
  readonly result?: unknown;
  /** When it runs again (`retried`, `snoozed`), from now. */
  readonly againInMs?: number;
  /** Why it was revoked. */
  readonly reason?: string;
  /** Of an attempt that failed, as it is recorded: without what its task calls secret. */
  readonly error?: { readonly type: string; readonly message: string; readonly stack: string };
}

/** The process died in which a task ran apart from its worker. */
export interface TaskCrashed extends TaskStarted {
  /** An exit code or a signal. */
  readonly how: string;
  /** How often a process has died under the task so far, that of a worker included. */
  readonly crashes: number;
  /** False: it runs once more, alone. */
  readonly isFinal: boolean;
}

/** A task whose record and places did not agree was put right. */
export interface TaskReconciled {
  readonly queue: QueueName;
  readonly mend: Mend;
}

interface Events {
  'task.started': [TaskStarted];
  'task.settled': [TaskSettled];
  'task.crashed': [TaskCrashed];
  'task.reconciled': [TaskReconciled];
}

/** What observes tasks (logs, metrics, traces) listens here and is never called by the runner itself. */
@Injectable()
export class RunnerEvents extends EventEmitter<Events> {
  private readonly logger = new Logger('Worker');

  /** To each listener by itself: one that throws harms neither the task nor the others. */
  tell<Name extends keyof Events>(name: Name, ...event: Events[Name]): void {
    for (const listener of this.listeners(name)) {
      try {
        Reflect.apply(listener, this, event);
      } catch (error) {
        this.logger.error(`A listener of ${name} failed: ${String(error)}`, { err: error });
      }
    }
  }
}
