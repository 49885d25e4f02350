import { Injectable } from '@nestjs/common';
import { Checkpoints, type TaskContext, idOf, madeAt } from '../../../core/index.js';

/**
 * `sending`: it may have been sent. `sent`: a further attempt waits for it. `over`: it has failed, and a further attempt
 * makes another call.
 */
type CallState = 'sending' | 'sent' | 'over';

/** A call of a task in Python for a task of ours. */
export interface RemoteCall {
  /** Its id in Celery. */
  readonly id: string;
  /** Number of calls before it. */
  readonly number: number;
  readonly isSent: boolean;
}

/**
 * Records the calls of tasks of ours in their checkpoints, so that an attempt after a crash waits for the call of the
 * one before, while a retry makes a new one.
 */
@Injectable()
export class RemoteAttempts {
  constructor(private readonly checkpoints: Checkpoints) {}

  async next(context: TaskContext): Promise<RemoteCall> {
    const [record] = await this.checkpoints.read(context.queue, [context.id]);
    const { number, state } = readCheckpoint(record?.checkpoint);
    const next = state === 'over' ? number + 1 : number;
    if (state !== 'sent') await this.note(context, next, 'sending');
    const id = idOf(`${context.id}/remote/${next}`, madeAt(context.id));
    return { id, number: next, isSent: state === 'sent' };
  }

  /** @throws BrokerUnavailableError */
  async note({ queue, id }: TaskContext, number: number, state: CallState): Promise<void> {
    await this.checkpoints.save(queue, id, { number, state });
  }
}

/** Only `note` writes it. */
function readCheckpoint(checkpoint: unknown): { readonly number: number; readonly state: CallState } {
  return (checkpoint ?? { number: 0, state: 'sending' }) as ReturnType<typeof readCheckpoint>;
}
