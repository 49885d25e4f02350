import { Injectable, Logger } from '@nestjs/common';
import { BridgeCounters } from '../process/bridge-counters.js';
import type { BridgePart } from '../process/bridge-part.js';
import { CeleryBroker, CeleryUnavailableError } from '../broker/celery-broker.js';
import { type CeleryEvent, eventJson, eventMessage } from './event-message.js';
import { LamportClock } from './lamport-clock.js';

/** Time for which events of tasks are collected into one message. */
const COLLECT_MS = 50;
const MAX_IN_MESSAGE = 100;
/** Events that wait while the broker is slow; others are dropped. They are for people who watch. */
const MAX_WAITING = 10_000;

/** Publishes events. Losing some harms nothing, so nobody waits for them. */
@Injectable()
export class EventPublisher implements BridgePart {
  /** Number of events that were dropped. */
  dropped = 0;
  private readonly logger = new Logger('CeleryEvents');
  private waiting: CeleryEvent[] = [];
  private timer: NodeJS.Timeout | undefined;
  private sending: Promise<void> = Promise.resolve();

  constructor(
    private readonly broker: CeleryBroker,
    private readonly clock: LamportClock,
    private readonly counters: BridgeCounters,
  ) {}

  start(): Promise<void> {
    return Promise.resolve();
  }

  /** Sends what waits. */
  async stop(): Promise<void> {
    this.flush();
    await this.sending;
  }

  /** Adds events of tasks, which are sent in lists, in this order. */
  add(events: readonly CeleryEvent[]): void {
    const room = MAX_WAITING - this.waiting.length;
    this.waiting.push(...events.slice(0, room));
    this.dropped += Math.max(events.length - room, 0);
    this.timer ??= setTimeout(() => this.flush(), COLLECT_MS);
  }

  /** Sends events of workers, one message each. */
  async send(events: readonly CeleryEvent[]): Promise<void> {
    const first = await this.clock.reserve(events.length);
    const sent = events.map((event, i) =>
      this.publish(event.type.replace('-', '.'), event.node, eventJson(event, first + i)),
    );
    await Promise.all(sent);
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.sending = this.sending.then(() => this.sendWaiting());
  }

  private async sendWaiting(): Promise<void> {
    while (this.waiting.length > 0) {
      const part = this.waiting.splice(0, MAX_IN_MESSAGE);
      const first = await this.clock.reserve(part.length);
      const byNode = new Map<string, object[]>();
      for (const [i, event] of part.entries()) {
        const json = eventJson(event, first + i);
        byNode.set(event.node, [...(byNode.get(event.node) ?? []), json]);
      }
      for (const [node, events] of byNode) await this.publish('task.multi', node, events);
    }
  }

  /** Never rejects. */
  private async publish(routingKey: string, node: string, body: object): Promise<void> {
    try {
      await this.broker.publishEvent(routingKey, eventMessage(node, body));
      this.counters.eventsPublished += 1;
    } catch (error) {
      this.dropped += Array.isArray(body) ? body.length : 1;
      if (!(error instanceof CeleryUnavailableError))
        this.logger.error(`An event could not be published: ${String(error)}`);
    }
  }
}
