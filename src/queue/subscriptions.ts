import { EventEmitter } from 'node:events';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Broker } from './broker.js';
import type { LiveRedis } from './live-redis.js';

/**
 * Hears what is published on a few quiet channels, over one connection of this process, made when the first is asked
 * for. What is published while the connection is down is missed: `onGap` says when that may have been.
 */
@Injectable()
export class Subscriptions implements OnApplicationShutdown {
  private readonly heard = new EventEmitter();
  private subscriber: LiveRedis | undefined;

  constructor(private readonly broker: Broker) {}

  /** @returns resolves when the subscription stands; never, where the process stops before */
  async on(
    channel: string,
    onMessage: (message: string) => void,
    onGap: () => void = () => undefined,
  ): Promise<void> {
    this.subscriber ??= this.connect();
    this.heard.on(`message ${channel}`, onMessage);
    this.subscriber.on('ready', onGap);
    // Subscribed again by itself after each reconnection; rejected only when the process stops.
    await this.subscriber.subscribe(channel).catch(() => new Promise(() => undefined));
  }

  onApplicationShutdown(): void {
    this.subscriber?.disconnect();
  }

  private connect(): LiveRedis {
    const subscriber = this.broker.createSubscriber();
    subscriber.on('message', (channel: string, message: string) =>
      this.heard.emit(`message ${channel}`, message),
    );
    return subscriber;
  }
}
