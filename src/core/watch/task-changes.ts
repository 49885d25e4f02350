import { Injectable } from '@nestjs/common';
import { Broker } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';

/**
 * Notifies watchers of changed tasks, which they then read. Changes within one turn of the event loop are sent in one
 * message.
 */
@Injectable()
export class TaskChanges {
  private ids: string[] = [];

  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
  ) {}

  /**
   * For workers. Not awaited, and never an error: watchers also check every few seconds.
   *
   * @param workflowId of a step, whose workflow changes with it
   */
  announce(id: string, workflowId?: string): void {
    if (this.ids.length === 0) setImmediate(() => this.publish());
    this.ids.push(id);
    if (workflowId !== undefined) this.ids.push(workflowId);
  }

  private publish(): void {
    const message = [...new Set(this.ids)].join(' ');
    this.ids = [];
    this.broker.worker.publish(this.keys.changes, message).catch(() => undefined);
  }
}
