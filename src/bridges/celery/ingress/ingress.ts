import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import { BridgeCounters } from '../process/bridge-counters.js';
import type { BridgePart } from '../process/bridge-part.js';
import { CeleryBroker, type Taken } from '../broker/celery-broker.js';
import { IngressQueues } from './ingress-queues.js';
import type { Obstacle } from './obstacles.js';
import { Turn } from './turn.js';

/** Interval at which an obstacle is looked at. */
const LOOK_EVERY_MS = 1_000;

/**
 * Takes messages from Celery's queues while tasks can be stored:
 *
 * ```
 * stopped -start-> taking -obstacle-> waiting -it is over-> taking -stop-> stopped
 * ```
 */
@Injectable()
export class Ingress extends IngressQueues implements BridgePart {
  private readonly logger = new Logger('CeleryIngress');
  private readonly queues: Set<string>;
  private readonly stopping = new AbortController();
  private waiting: Promise<void> | undefined;
  private isStarted = false;

  constructor(
    private readonly broker: CeleryBroker,
    private readonly turn: Turn,
    private readonly counters: BridgeCounters,
    { celeryQueues }: Config,
  ) {
    super();
    this.queues = new Set(celeryQueues);
  }

  get names(): readonly string[] {
    return [...this.queues];
  }

  async start(): Promise<void> {
    this.isStarted = true;
    await this.take();
    const { transport, hostname, port } = this.broker.facts;
    this.logger.log(`Taking tasks from ${this.names.join(', ')} at ${transport}://${hostname}:${port}`);
  }

  async stop(): Promise<void> {
    this.isStarted = false;
    this.stopping.abort();
    await this.waiting;
    await this.broker.stopTaking();
  }

  async add(queue: string): Promise<void> {
    this.queues.add(queue);
    await this.take();
  }

  async remove(queue: string): Promise<void> {
    this.queues.delete(queue);
    await this.take();
  }

  private async take(): Promise<void> {
    if (this.isStarted && this.waiting === undefined) await this.takeNow();
  }

  private takeNow(): Promise<void> {
    return this.broker.take(this.names, (messages) => this.onMessages(messages));
  }

  private async onMessages(messages: readonly Taken[]): Promise<void> {
    for (const { queue } of messages) this.counters.taken.add(queue);
    const obstacle = await this.turn.run(messages);
    if (obstacle !== undefined)
      this.waiting ??= this.waitFor(obstacle).finally(() => (this.waiting = undefined));
  }

  /** Not awaited by the turn, which `stopTaking` waits for. */
  private async waitFor({ why, isOver }: Obstacle): Promise<void> {
    this.logger.warn(`Taking no messages from Celery: ${why}`);
    await this.broker.stopTaking();
    const { signal } = this.stopping;
    do await pause(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    while (!signal.aborted && !(await isOver().catch(() => false)));
    if (signal.aborted) return;
    this.logger.log('Taking messages from Celery again');
    await this.takeNow();
  }
}
