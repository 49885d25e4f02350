import { type } from 'node:os';
import { Injectable, Logger } from '@nestjs/common';
import { BrokerUnavailableError } from '../../../core/index.js';
import type { BridgePart } from '../process/bridge-part.js';
import { type CeleryNode, CeleryNodes } from './celery-nodes.js';
import type { CeleryEvent } from './event-message.js';
import { EventPublisher } from './event-publisher.js';
import { EventSwitch } from './event-switch.js';
import { FaceLease } from './face-lease.js';

/** Receivers take a worker for lost after twice this time without a beat. */
const BEAT_MS = 2_000;

/** Sends the heartbeats of all workers while this bridge is the face. */
@Injectable()
export class NodeEvents implements BridgePart {
  private readonly logger = new Logger('CeleryEvents');
  private online: ReadonlyMap<string, CeleryNode> = new Map();
  private timer: NodeJS.Timeout | undefined;
  private isBeating = false;
  private stopListening: () => void = () => undefined;

  constructor(
    private readonly nodes: CeleryNodes,
    private readonly face: FaceLease,
    private readonly publisher: EventPublisher,
    private readonly eventSwitch: EventSwitch,
  ) {}

  start(): Promise<void> {
    this.stopListening = this.face.onChange((isHolder) => (isHolder ? this.begin() : this.end()));
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.stopListening();
    this.end();
    return Promise.resolve();
  }

  /**
   * Sends a heartbeat at once.
   *
   * @param name of a node; default: all
   */
  async beatNow(name?: string): Promise<void> {
    const nodes = await this.nodes.live();
    const asked = nodes.filter((node) => name === undefined || node.name === name);
    await this.publisher.send(asked.map((node) => workerEvent('worker-heartbeat', node)));
  }

  private begin(): void {
    clearInterval(this.timer);
    this.timer = setInterval(() => void this.beat(), BEAT_MS);
    void this.beat();
  }

  /** The next face goes on; the workers are as they were. */
  private end(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.online = new Map();
  }

  private async beat(): Promise<void> {
    if (this.isBeating) return;
    this.isBeating = true;
    try {
      await this.beatAll();
    } catch (error) {
      if (!(error instanceof BrokerUnavailableError))
        // which Broker logs
        this.logger.error(`Heartbeats could not be sent to Celery: ${String(error)}`);
    }
    this.isBeating = false;
  }

  private async beatAll(): Promise<void> {
    const nodes = await this.nodes.live();
    if (this.timer === undefined) return;
    const before = this.online;
    this.online = new Map(nodes.map((node) => [node.name, node]));
    const gone = [...before.values()].filter(({ name }) => !this.online.has(name));
    await this.publisher.send([
      ...nodes.map((node) => workerEvent(before.has(node.name) ? 'worker-heartbeat' : 'worker-online', node)),
      ...gone.map((node) => workerEvent('worker-offline', node)),
    ]);
    await Promise.all(gone.map(({ name }) => this.eventSwitch.forget(name)));
  }
}

/** An event with the facts that Flower shows of a worker. */
export function workerEvent(kind: string, { name, worker }: CeleryNode): CeleryEvent {
  return {
    type: kind,
    node: name,
    pid: worker.pid,
    at: Date.now(),
    fields: {
      freq: BEAT_MS / 1_000,
      active: worker.activeCount,
      processed: worker.counts.processed,
      loadavg: worker.loadAverage,
      sw_ident: 'celeriac',
      sw_ver: worker.version,
      sw_sys: type(),
    },
  };
}
