import { Injectable } from '@nestjs/common';
import { Broker } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';

/**
 * Tells those who watch tasks which of them have changed; they read them then. What changes within one turn of the
 * event loop is told in one message.
 */
@Injectable()
export class TaskChanges {
  private ids: string[] = [];

  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
  ) {}

  /** For workers. Not awaited and never an error: whoever watches looks by itself every few seconds, too. */
  announce(id: string): void {
    if (this.ids.length === 0) setImmediate(() => this.tell());
    this.ids.push(id);
  }

  private tell(): void {
    const message = [...new Set(this.ids)].join(' ');
    this.ids = [];
    this.broker.worker.publish(this.keys.changes, message).catch(() => undefined);
  }
}
