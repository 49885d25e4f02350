import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { Broker } from './broker.js';
import { Keys } from './keys.js';

/** How long a request is remembered for a task that this process is only about to start. */
const REMEMBERED_MS = 30_000;

/**
 * Hears in a worker which running tasks are to stop. A request can come before the worker has noticed that the task
 * is its own, so each is remembered for a while. What is missed while the connection is down is not lost, it stands
 * in the task's record: `onGap` says when to look.
 */
@Injectable()
export class CancelRequests implements OnApplicationShutdown {
  private readonly recent = new Map<string, { reason: string; at: number }>();
  private subscriber: Redis | undefined;

  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
  ) {}

  listen(onRequest: (id: string, reason: string) => void, onGap: () => void): void {
    this.subscriber = this.broker.createSubscriber();
    this.subscriber.on('message', (_channel: string, message: string) => {
      const { id, reason } = parseRequest(message);
      this.remember(id, reason);
      onRequest(id, reason);
    });
    this.subscriber.on('ready', onGap);
    // Subscribed again by itself after each reconnection; rejected only when the process stops.
    this.subscriber.subscribe(this.keys.control).catch(() => undefined);
  }

  onApplicationShutdown(): void {
    this.subscriber?.disconnect();
  }

  /** The reason of a request for this task that came just now, if there was one. */
  recentReason(id: string): string | undefined {
    return this.recent.get(id)?.reason;
  }

  private remember(id: string, reason: string): void {
    const at = Date.now();
    for (const [old, request] of this.recent) {
      if (at - request.at < REMEMBERED_MS) break; // in the order of their coming
      this.recent.delete(old);
    }
    this.recent.delete(id);
    this.recent.set(id, { reason, at });
  }
}

/** `<id> <reason>`, as the script of `revocation.ts` publishes it. */
function parseRequest(message: string): { id: string; reason: string } {
  const space = message.indexOf(' ');
  return { id: message.slice(0, space), reason: message.slice(space + 1) };
}
