import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Broker } from './broker.js';
import type { LiveRedis } from './live-redis.js';

/** Delay before a refused subscription is tried again. */
const TRY_AGAIN_MS = 1_000;

/**
 * Receives messages of a few quiet channels over one connection per process, created on first use. Messages published
 * while disconnected are missed: `onGap` is called when that may have happened.
 */
@Injectable()
export class Subscriptions implements OnApplicationShutdown {
  private readonly heard = new EventEmitter();
  private readonly channels = new Set<string>();
  private subscriber: LiveRedis | undefined;
  private isOver = false;

  constructor(private readonly broker: Broker) {}

  /** @returns a promise that resolves once subscribed, and never if the process stops before */
  async on(
    channel: string,
    onMessage: (message: string) => void,
    onGap: () => void = () => undefined,
  ): Promise<void> {
    this.subscriber ??= this.connect();
    this.channels.add(channel);
    this.heard.on(`message ${channel}`, onMessage);
    this.subscriber.on('ready', onGap);
    await this.subscribe(this.subscriber, [channel]);
  }

  onApplicationShutdown(): void {
    this.isOver = true;
    this.subscriber?.disconnect();
  }

  private connect(): LiveRedis {
    const subscriber = this.broker.createSubscriber();
    subscriber.on('message', (channel: string, message: string) =>
      this.heard.emit(`message ${channel}`, message),
    );
    subscriber.on('ready', () => void this.subscribe(subscriber, [...this.channels]));
    return subscriber;
  }

  /** Retries until it succeeds: permission for a channel may be granted later. Broker logs the problem. */
  private async subscribe(subscriber: LiveRedis, channels: readonly string[]): Promise<void> {
    for (;;) {
      try {
        await subscriber.subscribe(...channels);
        return;
      } catch {
        if (this.isOver) return new Promise(() => undefined);
        await pause(TRY_AGAIN_MS, undefined, { ref: false });
      }
    }
  }
}
