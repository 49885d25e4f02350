import { type Channel, type ConsumeMessage, IllegalOperationError } from 'amqplib';
import { endsWithin } from '../../../platform/timing/within.js';
import type { AmqpConnection } from './amqp-connection.js';
import { type QueueShape, declareTaskQueue } from './declarations.js';
import { KeptChannel } from './kept-channel.js';
import type { Held, Turns } from './turns.js';
import { readDelivery } from './wire-delivery.js';

const CANCEL_LIMIT_MS = 2_000;

/** Takes the messages of one queue, on a channel of its own: what ends it ends no other. */
export class QueueConsumer {
  private readonly channel: KeptChannel<Channel>;
  private tag: string | undefined;
  private isStopped = false;

  constructor(
    connection: AmqpConnection,
    private readonly queue: string,
    private readonly turns: Turns,
    { shape, prefetch }: { readonly shape: QueueShape; readonly prefetch: number },
  ) {
    this.channel = new KeptChannel(connection, {
      name: `takes from ${JSON.stringify(queue)}`,
      create: (model) => model.createChannel(),
      setUp: async (channel, model) => {
        await declareTaskQueue(model, queue, shape);
        await channel.prefetch(prefetch);
        await this.consume(channel);
      },
    });
  }

  get problem(): string | undefined {
    return this.channel.problem;
  }

  start(): void {
    this.channel.start();
  }

  /** Takes no more. What was taken can still be acknowledged. */
  async cancel(): Promise<void> {
    this.isStopped = true;
    const { tag } = this;
    const cancelled = tag === undefined ? undefined : this.channel.current?.cancel(tag);
    if (cancelled !== undefined)
      await endsWithin(
        cancelled.catch(() => undefined),
        CANCEL_LIMIT_MS,
      );
  }

  /** Gives everything back that was not acknowledged. */
  close(): Promise<void> {
    return this.channel.close();
  }

  private async consume(channel: Channel): Promise<void> {
    let isOpen = true;
    channel.once('close', () => (isOpen = false));
    const { consumerTag } = await channel.consume(this.queue, (message) => {
      // RabbitMQ has cancelled it: the queue was deleted, or its node ended. A new channel declares it again.
      if (message === null) void channel.close().catch(() => undefined);
      else if (!this.isStopped) this.turns.add(this.held(channel, message, () => isOpen));
    });
    this.tag = consumerTag;
  }

  private held(channel: Channel, message: ConsumeMessage, isOpen: () => boolean): Held {
    return {
      ...readDelivery(this.queue, message),
      isHeld: isOpen,
      acknowledge: () => {
        settle(() => channel.ack(message));
        return Promise.resolve();
      },
      giveBack: async () => {
        await this.turns.untilGiveBack();
        settle(() => channel.nack(message, false, true));
      },
    };
  }
}

/** Messages of a channel that has ended are delivered again: there is nothing to settle. */
function settle(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof IllegalOperationError)) throw error;
  }
}
