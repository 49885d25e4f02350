import { type ChannelModel, type ConfirmChannel, IllegalOperationError, type Options } from 'amqplib';
import { endsWithin, within } from '../../../platform/timing/within.js';
import type { CeleryUnavailableError } from '../broker/celery-broker.js';
import { tagOfSending } from '../broker/sending-tag.js';
import type { WireMessage } from '../protocol/wire-message.js';
import { type AmqpConnection, reasonOf } from './amqp-connection.js';
import { KeptChannel } from './kept-channel.js';
import { publishOptions } from './wire-delivery.js';

/** A broker that is short of memory or disk confirms nothing. */
const CONFIRM_LIMIT_MS = 10_000;
const OPEN_LIMIT_MS = 1_000;

/** Publishes, and waits until RabbitMQ has confirmed that it has the message. */
export class Publisher {
  private readonly channel: KeptChannel<ConfirmChannel>;
  /** Marks of messages that no queue took. RabbitMQ returns such a message before it confirms it. */
  private readonly returned = new Set<string>();
  private marks = 0;

  /**
   * @param name for the log
   * @param setUp declares what it publishes to
   */
  constructor(
    private readonly connection: AmqpConnection,
    name: string,
    setUp: (model: ChannelModel) => Promise<void> = () => Promise.resolve(),
  ) {
    this.channel = new KeptChannel(connection, {
      name,
      create: (model) => model.createConfirmChannel(),
      setUp: async (channel, model) => {
        this.returned.clear();
        channel.on('return', ({ properties }) => this.returned.add(String(properties.appId)));
        await setUp(model);
      },
    });
  }

  get problem(): string | undefined {
    return this.channel.problem;
  }

  ready(): Promise<void> {
    return this.channel.ready();
  }

  start(): void {
    this.channel.start();
  }

  close(): Promise<void> {
    return this.channel.close();
  }

  /**
   * Publishes to a queue that must exist.
   *
   * @returns false if it does not
   * @throws CeleryUnavailableError
   */
  async sendTo(queue: string, message: WireMessage): Promise<boolean> {
    const mark = String(++this.marks);
    const messageId = tagOfSending(queue, message);
    await this.confirmed('', queue, message, { mandatory: true, messageId, appId: mark });
    return !this.returned.delete(mark);
  }

  /**
   * Publishes to whichever queues are bound, or to none.
   *
   * @throws CeleryUnavailableError
   */
  async publish(exchange: string, routingKey: string, message: WireMessage): Promise<void> {
    await this.confirmed(exchange, routingKey, message, {});
  }

  private async confirmed(exchange: string, key: string, message: WireMessage, more: Options.Publish) {
    if (this.channel.current === undefined) await this.untilOpen();
    const confirm = this.write(exchange, key, message, { ...publishOptions(message), ...more });
    await within(confirm, CONFIRM_LIMIT_MS, () => {
      throw this.connection.unavailable(
        this.connection.problem ?? `RabbitMQ has not confirmed a message within ${CONFIRM_LIMIT_MS} ms`,
      );
    });
  }

  /** While the connection stands, its channel is open again in a moment. */
  private async untilOpen(): Promise<void> {
    if (this.connection.problem === undefined) await endsWithin(this.channel.ready(), OPEN_LIMIT_MS);
  }

  private write(exchange: string, key: string, { body }: WireMessage, options: Options.Publish) {
    const channel = this.channel.current;
    if (channel === undefined) throw this.unavailable();
    return new Promise<void>((resolve, reject) => {
      try {
        channel.publish(exchange, key, body, options, (error: unknown) => {
          if (error === null) resolve();
          else reject(this.unavailable(`RabbitMQ did not take a message: ${reasonOf(error)}`));
        });
      } catch (error) {
        reject(error instanceof IllegalOperationError ? this.unavailable() : (error as Error));
      }
    });
  }

  private unavailable(otherwise?: string): CeleryUnavailableError {
    return this.connection.unavailable(this.connection.problem ?? this.channel.problem ?? otherwise);
  }
}
