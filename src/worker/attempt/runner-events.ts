import { Injectable, Logger } from '@nestjs/common';
import type { QueueName } from '../../core/task/queue-name.js';
import type { TickOutcome } from '../../core/schedules/tick-entry.js';
import type { Mend } from '../../core/bullmq/reconciliation/reconciliation.js';

/** An attempt starts. */
export interface TaskStarted {
  readonly id: string;
  readonly name: string;
  readonly queue: string;
  /** Counts from 1. */
  readonly attempt: number;
  /** For the first attempt: time since the task could have started, in ms. */
  readonly waitMs?: number;
  /** True if it runs in quarantine. */
  readonly isQuarantined?: boolean;
}

/**
 * Outcome of an attempt. `retried`: it failed and will be tried again. `snoozed`: it asked to run later. `parked`: it
 * waits for other tasks. `revoked`: it was cancelled. `returned`: a stopping worker requeued it.
 */
export type OutcomeLabel = 'succeeded' | 'retried' | 'failed' | 'snoozed' | 'parked' | 'revoked' | 'returned';

export interface TaskSettled extends TaskStarted {
  readonly outcome: OutcomeLabel;
  readonly durationMs: number;
  readonly maxAttempts: number;
  /** The result of a successful attempt, if its task has no secrets. */
  readonly result?: unknown;
  /** Delay before it runs again (`retried`, `snoozed`). */
  readonly againInMs?: number;
  /** Reason for the revocation. */
  readonly reason?: string;
  /** The recorded error of a failed attempt, without the task's secrets. */
  readonly error?: { readonly type: string; readonly message: string; readonly stack: string };
}

/** A quarantine process died while it ran the task. */
export interface TaskCrashed extends TaskStarted {
  /** An exit code or a signal. */
  readonly how: string;
  /** Number of processes that have died running the task so far, workers included. */
  readonly crashes: number;
  /** If false, it runs once more, alone. */
  readonly isFinal: boolean;
}

/** A task whose record and places did not fit together was repaired. */
export interface TaskReconciled {
  readonly queue: QueueName;
  readonly mend: Mend;
}

/** A tick of a schedule was handled. */
export interface ScheduleTicked {
  readonly outcome: TickOutcome;
  /** True for a tick at its time or made up for; false for one that waited for another task to end. */
  readonly isTimed: boolean;
  readonly latenessMs: number;
  /** Number of ticks, if several were missed. */
  readonly count: number;
}

interface Events {
  'task.started': TaskStarted;
  'task.settled': TaskSettled;
  'task.crashed': TaskCrashed;
  'task.reconciled': TaskReconciled;
  'schedule.ticked': ScheduleTicked;
}

type Listener<Name extends keyof Events> = (event: Events[Name]) => void;

/** Events of the runner. Observers (logs, metrics, traces) subscribe here; the runner does not know them. */
@Injectable()
export class RunnerEvents {
  private readonly logger = new Logger('Worker');
  /**
   * Each change makes a new list. Node's emitter copies its listeners for each event instead, which costs a fiftieth of
   * an attempt.
   */
  private readonly listeners: { [Name in keyof Events]: readonly Listener<Name>[] } = {
    'task.started': [],
    'task.settled': [],
    'task.crashed': [],
    'task.reconciled': [],
    'schedule.ticked': [],
  };

  /** @returns ends the subscription */
  on<Name extends keyof Events>(name: Name, listener: Listener<Name>): () => void {
    const lists: Record<Name, readonly Listener<Name>[]> = this.listeners;
    lists[name] = [...lists[name], listener];
    return () => {
      lists[name] = lists[name].filter((other) => other !== listener);
    };
  }

  /** Calls each listener separately: one that throws affects neither the task nor the others. */
  publish<Name extends keyof Events>(name: Name, event: Events[Name]): void {
    for (const listener of this.listeners[name]) {
      try {
        listener(event);
      } catch (error) {
        this.logger.error(`A listener of ${name} failed: ${String(error)}`, { err: error });
      }
    }
  }
}
