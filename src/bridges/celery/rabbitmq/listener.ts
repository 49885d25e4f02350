import { Logger } from '@nestjs/common';
import type { Channel, ChannelModel } from 'amqplib';
import { endsWithin } from '../../../platform/timing/within.js';
import type { WireMessage } from '../protocol/wire-message.js';
import type { AmqpConnection } from './amqp-connection.js';
import { KeptChannel } from './kept-channel.js';
import { readDelivery } from './wire-delivery.js';

const REMOVE_LIMIT_MS = 2_000;

/** Hears the messages of a queue of our own. */
export class Listener {
  private readonly logger = new Logger('Celery');
  private readonly channel: KeptChannel<Channel>;
  private queue = '';

  /**
   * @param name for the log
   * @param declare declares the queue, and returns its name
   */
  constructor(
    connection: AmqpConnection,
    name: string,
    declare: (channel: Channel, model: ChannelModel) => Promise<string>,
    private readonly hear: (message: WireMessage) => void,
  ) {
    this.channel = new KeptChannel(connection, {
      name,
      create: (model) => model.createChannel(),
      setUp: async (channel, model) => this.consume(channel, await declare(channel, model)),
    });
  }

  get problem(): string | undefined {
    return this.channel.problem;
  }

  /** Resolves when it hears, now. */
  async open(): Promise<void> {
    this.channel.start();
    await this.channel.ready();
  }

  close(): Promise<void> {
    return this.channel.close();
  }

  /** Closes it, and deletes its queue if RabbitMQ can be reached. */
  async remove(): Promise<void> {
    const deleted = this.channel.current?.deleteQueue(this.queue).catch(() => undefined);
    if (deleted !== undefined) await endsWithin(deleted, REMOVE_LIMIT_MS);
    await this.close();
  }

  private async consume(channel: Channel, queue: string): Promise<void> {
    this.queue = queue;
    await channel.consume(queue, (message) => {
      if (message === null) return void channel.close().catch(() => undefined);
      channel.ack(message);
      try {
        this.hear(readDelivery(queue, message));
      } catch (error) {
        this.logger.error({ msg: 'A message from Celery was not heard', err: error });
      }
    });
  }
}
