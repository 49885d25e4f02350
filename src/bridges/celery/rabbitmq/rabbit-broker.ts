import { randomUUID } from 'node:crypto';
import { endsWithin } from '../../../platform/timing/within.js';
import {
  type BrokerFacts,
  CeleryBroker,
  type ControlAddress,
  type TakeMessages,
  UnroutableError,
} from '../broker/celery-broker.js';
import type { WireMessage } from '../protocol/wire-message.js';
import { type AmqpAddress, readAmqpUrl } from './amqp-address.js';
import { AmqpConnection } from './amqp-connection.js';
import { type QueueShape, declareExchange } from './declarations.js';
import { Listener } from './listener.js';
import { Publisher } from './publisher.js';
import { QueueConsumer } from './queue-consumer.js';
import { Turns } from './turns.js';

/** Wait for a first connection. */
const START_LIMIT_MS = 1_000;
const CONTROL = 'celery.pidbox';
const REPLIES = 'reply.celery.pidbox';
const EVENTS = 'celeryev';
/** The values of Celery's control_queue_expires and control_queue_ttl. */
const CONTROL_QUEUE = { expires: 10_000, messageTtl: 300_000 } as const;

export interface RabbitOptions {
  readonly url: string;
  readonly prefetch: number;
  /** For queues that are missing. */
  readonly shape: QueueShape;
}

/**
 * Celery's broker in RabbitMQ. It publishes on one connection and takes on another: RabbitMQ reads nothing from one that
 * publishes while it is short of memory, no acknowledgements either.
 */
export class RabbitBroker extends CeleryBroker {
  private readonly address: AmqpAddress;
  /** For listeners beside this class, such as that of results. */
  readonly consuming: AmqpConnection;
  private readonly publishing: AmqpConnection;
  private readonly certain: Publisher;
  private readonly told: Publisher;
  private readonly consumers = new Map<string, QueueConsumer>();
  private readonly turns = new Turns(() => Promise.resolve());
  private control: Listener | undefined;

  constructor(private readonly options: RabbitOptions) {
    super();
    this.address = readAmqpUrl(options.url);
    this.consuming = new AmqpConnection(this.address, 'takes tasks');
    this.publishing = new AmqpConnection(this.address, 'sends');
    this.certain = new Publisher(this.publishing, 'sends tasks and results');
    this.told = new Publisher(this.publishing, 'sends events and replies', async (model) => {
      for (const exchange of [CONTROL, REPLIES, EVENTS] as const) await declareExchange(model, exchange);
    });
  }

  get facts(): BrokerFacts {
    return this.address.facts;
  }

  get problem(): string | undefined {
    const parts = [this.consuming, this.publishing, this.certain, this.told, this.control];
    return [...parts, ...this.consumers.values()].find((part) => part?.problem !== undefined)?.problem;
  }

  get reconnects(): number {
    return Math.max(this.consuming.reconnects, this.publishing.reconnects);
  }

  async connect(): Promise<void> {
    for (const part of [this.consuming, this.publishing, this.certain]) part.start();
    await endsWithin(Promise.all([this.consuming.ready(), this.certain.ready()]), START_LIMIT_MS);
  }

  async close(): Promise<void> {
    await this.stopTaking();
    await Promise.all([this.control?.close(), this.certain.close(), this.told.close()]);
    await Promise.all([this.consuming.close(), this.publishing.close()]);
  }

  async take(queues: readonly string[], take: TakeMessages): Promise<void> {
    this.turns.hear(take);
    for (const queue of queues) this.consumer(queue).start();
    const left = [...this.consumers.keys()].filter((queue) => !queues.includes(queue));
    await Promise.all(left.map((queue) => this.leave(queue)));
  }

  async stopTaking(): Promise<void> {
    const consumers = [...this.consumers.values()];
    this.consumers.clear();
    await Promise.all(consumers.map((consumer) => consumer.cancel()));
    await this.turns.stop();
    await Promise.all(consumers.map((consumer) => consumer.close()));
  }

  async send(queue: string, message: WireMessage): Promise<void> {
    if (!(await this.certain.sendTo(queue, message))) throw new UnroutableError(queue);
  }

  async reply(replyTo: string, message: WireMessage): Promise<void> {
    await this.certain.publish('', replyTo, transient(message));
  }

  async hearControl(hear: (message: WireMessage) => void): Promise<void> {
    this.control ??= new Listener(
      this.consuming,
      'hears control commands',
      async (channel, model) => {
        await declareExchange(model, CONTROL);
        const name = `celeriac.${randomUUID()}.${CONTROL}`;
        await channel.assertQueue(name, {
          ...CONTROL_QUEUE,
          exclusive: true,
          autoDelete: true,
          durable: false,
        });
        await channel.bindQueue(name, CONTROL, '');
        return name;
      },
      hear,
    );
    await endsWithin(this.control.open(), START_LIMIT_MS);
  }

  async broadcastControl(message: WireMessage): Promise<void> {
    await this.tell(CONTROL, '', message);
  }

  /** Only to the exchange that Celery's clients name: a command comes from outside, and could name any. */
  async answerControl({ exchange, routingKey }: ControlAddress, message: WireMessage): Promise<void> {
    if (exchange === REPLIES) await this.tell(REPLIES, routingKey, message);
  }

  async publishEvent(routingKey: string, message: WireMessage): Promise<void> {
    await this.tell(EVENTS, routingKey, message);
  }

  /** The channel is opened by the first message: a bridge without control and events declares no exchange for them. */
  private async tell(exchange: string, routingKey: string, message: WireMessage): Promise<void> {
    this.told.start();
    await this.told.publish(exchange, routingKey, transient(message));
  }

  private consumer(queue: string): QueueConsumer {
    const { prefetch, shape } = this.options;
    const consumer =
      this.consumers.get(queue) ?? new QueueConsumer(this.consuming, queue, this.turns, { prefetch, shape });
    this.consumers.set(queue, consumer);
    return consumer;
  }

  /** Does not wait for the turn in progress, which may be the caller. */
  private async leave(queue: string): Promise<void> {
    const consumer = this.consumers.get(queue);
    this.consumers.delete(queue);
    await consumer?.cancel();
    void this.turns.leave(queue).then(() => consumer?.close());
  }
}

function transient(message: WireMessage): WireMessage {
  return { ...message, properties: { ...message.properties, deliveryMode: 1 } };
}
