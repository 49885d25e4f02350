import { Injectable } from '@nestjs/common';
import { inTurns } from '../../../core/index.js';
import { BridgeCounters } from '../process/bridge-counters.js';
import { CeleryBroker, UnroutableError } from '../broker/celery-broker.js';
import type { PythonError } from '../protocol/result-meta.js';
import type { TaskMessage } from '../protocol/task-message.js';
import { CanvasRoutes } from './canvas-routes.js';
import type { PlannedSend } from './planner.js';

/** A task that was not sent, and why. */
export interface RefusedSend {
  readonly message: TaskMessage;
  readonly error: PythonError;
}

/** Sends the tasks of signatures to the queues that they may use. */
@Injectable()
export class CanvasSender {
  constructor(
    private readonly broker: CeleryBroker,
    private readonly routes: CanvasRoutes,
    private readonly counters: BridgeCounters,
  ) {}

  /**
   * @param from queue of the task that ended
   * @returns the tasks that can never be sent
   * @throws CeleryUnavailableError after which all may be sent again
   */
  async send(sends: readonly PlannedSend[], from: string): Promise<readonly RefusedSend[]> {
    const refused = await inTurns(sends, (send) => this.sendOne(send, from));
    return refused.filter((one) => one !== undefined);
  }

  private async sendOne(
    { queue, message, wire }: PlannedSend,
    from: string,
  ): Promise<RefusedSend | undefined> {
    if (!this.routes.allows(queue, from)) return { message, error: forbidden(queue) };
    try {
      await this.broker.send(queue, wire);
    } catch (error) {
      if (!(error instanceof UnroutableError)) throw error;
      return {
        message,
        error: { type: 'OperationalError', module: 'kombu.exceptions', args: [error.message] },
      };
    }
    this.counters.canvasSent += 1;
    return undefined;
  }
}

function forbidden(queue: string): PythonError {
  const message = `The queue ${JSON.stringify(queue)} is not among those to which signatures may send (CELERY_ROUTES)`;
  return { type: 'PermissionError', module: 'builtins', args: [message] };
}
