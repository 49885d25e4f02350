import { randomUUID } from 'node:crypto';
import type { LiveRedis } from '../../../core/index.js';
import type { Config } from '../../../platform/config/config.js';
import { CeleryBroker, type ControlAddress, type TakeMessages } from '../broker/celery-broker.js';
import { tagOfSending } from '../broker/sending-tag.js';
import type { WireMessage } from '../protocol/wire-message.js';
import { CeleryRedis } from './celery-redis.js';
import { envelopeText, readEnvelope } from './envelope.js';
import { HeldMessages } from './taking/held-messages.js';
import { bindingOf, readBinding, RedisNames } from './redis-names.js';
import { redisFacts } from './redis-place.js';
import { RedisTaking } from './taking/redis-taking.js';
import { Restorer } from './restorer.js';
import { Subscriptions } from './subscriptions.js';

/** Time after which unread results of an `rpc://` client are removed: nobody else does that when it is gone. */
const UNREAD_RESULTS_S = 86_400;
/** The same for replies to control commands. */
const UNREAD_REPLIES_S = 60;
/** Exchanges of clients that wait for replies to control commands. */
const REPLY_EXCHANGE = /^reply\.[\w.-]{1,100}\.pidbox$/;

/** The settings that a broker in Redis depends on. */
export type RedisBrokerSettings = Pick<
  Config,
  'celeryKeyPrefix' | 'celeryPrioritySteps' | 'celeryVisibilityTimeoutMs' | 'celeryPrefetch'
>;

/** Celery's broker in Redis, as kombu uses it. */
export class RedisBroker extends CeleryBroker {
  readonly facts;
  private readonly names: RedisNames;
  private readonly connections: CeleryRedis;
  private readonly started: () => Started;

  constructor(
    url: string,
    private readonly settings: RedisBrokerSettings,
  ) {
    super();
    this.facts = redisFacts(url);
    this.names = new RedisNames(
      settings.celeryKeyPrefix,
      this.facts.virtualHost,
      settings.celeryPrioritySteps,
    );
    this.connections = new CeleryRedis(url, "Celery's broker");
    this.started = once(() => this.start());
  }

  get problem(): string | undefined {
    return this.connections.problem;
  }

  get reconnects(): number {
    return this.connections.reconnects;
  }

  async connect(): Promise<void> {
    this.started();
    await this.connections.opened();
  }

  async close(): Promise<void> {
    const { taking, held, restorer } = this.started();
    await restorer.stop();
    await taking.stop();
    held.stop();
    this.connections.close();
  }

  take(queues: readonly string[], take: TakeMessages): Promise<void> {
    const { taking, held, restorer } = this.started();
    held.start();
    restorer.start();
    taking.take(queues, take);
    return Promise.resolve();
  }

  async stopTaking(): Promise<void> {
    await this.started().taking.stop();
  }

  async send(queue: string, message: WireMessage): Promise<void> {
    const list = this.names.list(queue, message.properties.priority ?? 0);
    const tag = tagOfSending(queue, message);
    const text = envelopeText(message, { exchange: '', routingKey: queue }, tag);
    await this.connections.attempt(() => this.started().sender.lpush(list, text));
  }

  async reply(replyTo: string, message: WireMessage): Promise<void> {
    const text = envelopeText(message, { exchange: '', routingKey: replyTo }, randomUUID());
    await this.push(this.names.plain(replyTo), text, UNREAD_RESULTS_S);
  }

  async hearControl(hear: (message: WireMessage) => void): Promise<void> {
    await this.started().subscriptions.on(this.names.control, (text) => hear(readEnvelope(text, '')));
  }

  async broadcastControl(message: WireMessage): Promise<void> {
    await this.publish('celery.pidbox', '', message);
  }

  async answerControl({ exchange, routingKey }: ControlAddress, message: WireMessage): Promise<void> {
    if (!REPLY_EXCHANGE.test(exchange)) return; // another one could lead to any list
    const text = envelopeText(message, { exchange, routingKey }, randomUUID());
    for (const queue of await this.connections.attempt(() => this.queuesAt(exchange, routingKey)))
      await this.push(this.names.plain(queue), text, UNREAD_REPLIES_S);
  }

  async publishEvent(routingKey: string, message: WireMessage): Promise<void> {
    await this.publish('celeryev', routingKey, message);
  }

  private async publish(exchange: string, routingKey: string, message: WireMessage): Promise<void> {
    const text = envelopeText(message, { exchange, routingKey }, randomUUID());
    const channel = this.names.channel(exchange, routingKey);
    await this.connections.attempt(() => this.started().sender.publish(channel, text));
  }

  private async push(list: string, text: string, expiresS: number): Promise<void> {
    await this.connections.attempt(async () => {
      const replies = await this.started().sender.multi().lpush(list, text).expire(list, expiresS).exec();
      const refusal = replies?.find(([error]) => error !== null)?.[0];
      if (refusal) throw refusal;
    });
  }

  /** The set holds all clients that were ever there, so the usual name is looked up first. */
  private async queuesAt(exchange: string, routingKey: string): Promise<readonly string[]> {
    const { sender } = this.started();
    const bindings = this.names.bindings(exchange);
    const usual = `${routingKey}.${exchange}`;
    if ((await sender.sismember(bindings, bindingOf(routingKey, usual))) === 1) return [usual];
    const members = (await sender.smembers(bindings)).map(readBinding);
    return members.filter((binding) => binding.routingKey === routingKey).map(({ queue }) => queue);
  }

  private start(): Started {
    const { connections, names, settings } = this;
    const sender = connections.prompt();
    const redis = connections.patient();
    const held = new HeldMessages(redis, names);
    return {
      sender,
      held,
      taking: new RedisTaking(connections, redis, names, held, settings.celeryPrefetch),
      restorer: new Restorer(redis, names, settings.celeryVisibilityTimeoutMs),
      subscriptions: new Subscriptions(connections),
    };
  }
}

/** The parts that exist from the first use on. */
interface Started {
  readonly sender: LiveRedis;
  readonly held: HeldMessages;
  readonly taking: RedisTaking;
  readonly restorer: Restorer;
  readonly subscriptions: Subscriptions;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
