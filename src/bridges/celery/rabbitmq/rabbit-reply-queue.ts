import { randomUUID } from 'node:crypto';
import type { Channel } from 'amqplib';
import { endsWithin } from '../../../platform/timing/within.js';
import type { ReplyQueue } from '../broker/rpc-results.js';
import type { WireMessage } from '../protocol/wire-message.js';
import type { AmqpConnection } from './amqp-connection.js';
import { Listener } from './listener.js';

const OPEN_LIMIT_MS = 1_000;
/** RabbitMQ removes the queue of a process that is gone. An exclusive one would not outlive a lost connection. */
const EXPIRES_MS = 600_000;

/** The queue for results in RabbitMQ. It keeps what arrives while the connection is made again. */
export class RabbitReplyQueue implements ReplyQueue {
  readonly name = randomUUID();
  private listener: Listener | undefined;

  constructor(private readonly connection: AmqpConnection) {}

  async open(hear: (message: WireMessage) => void): Promise<void> {
    this.listener ??= new Listener(
      this.connection,
      'hears results',
      (channel) => this.declare(channel),
      hear,
    );
    if (!(await endsWithin(this.listener.open(), OPEN_LIMIT_MS))) throw this.connection.unavailable();
  }

  async close(): Promise<void> {
    await this.listener?.remove();
  }

  private async declare(channel: Channel): Promise<string> {
    await channel.assertQueue(this.name, { durable: true, expires: EXPIRES_MS });
    return this.name;
  }
}
