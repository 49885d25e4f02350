import { Injectable } from '@nestjs/common';
import { Broker, Keys } from '../../../core/index.js';
import { Config } from '../../../platform/config/config.js';
import type { BridgePart } from '../process/bridge-part.js';

const REFRESH_MS = 1_000;

/**
 * Decides which nodes send events of their tasks: those for which a monitor has asked (`enable_events`, which Flower
 * repeats); with CELERY_EVENTS=all every node for which nobody has declined. All bridges follow what one of them was
 * told, within a second.
 */
@Injectable()
export class EventSwitch implements BridgePart {
  private nodes: ReadonlyMap<string, boolean> = new Map();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
    private readonly config: Config,
  ) {}

  /** False with CELERY_EVENTS=off: no node sends events of tasks, whoever asks. */
  get isAllowed(): boolean {
    return this.config.celeryEvents !== 'off';
  }

  isOn(node: string): boolean {
    return this.isAllowed && (this.nodes.get(node) ?? this.config.celeryEvents === 'all');
  }

  /** True if any node may send events. */
  get isAnyOn(): boolean {
    return this.isAllowed && (this.config.celeryEvents === 'all' || [...this.nodes.values()].some(Boolean));
  }

  /**
   * @returns false if they were on already
   * @throws BrokerUnavailableError
   */
  async enable(node: string): Promise<boolean> {
    return this.turn(node, true);
  }

  /**
   * @returns false if they were off already
   * @throws BrokerUnavailableError
   */
  async disable(node: string): Promise<boolean> {
    return this.turn(node, false);
  }

  /** Removes a node whose worker has ended. */
  async forget(node: string): Promise<void> {
    await this.broker.ask(this.broker.producer.hdel(this.key, node));
  }

  async start(): Promise<void> {
    this.timer = setInterval(() => void this.refresh(), REFRESH_MS);
    await this.refresh();
  }

  stop(): Promise<void> {
    clearInterval(this.timer);
    return Promise.resolve();
  }

  private async turn(node: string, on: boolean): Promise<boolean> {
    const wasOn = this.isOn(node);
    await this.broker.ask(this.broker.producer.hset(this.key, node, on ? '1' : '0'));
    this.nodes = new Map([...this.nodes, [node, on]]);
    return wasOn !== this.isOn(node);
  }

  private async refresh(): Promise<void> {
    if (!this.isAllowed) return;
    const before = this.nodes;
    const reading = this.broker.ask(this.broker.producer.hgetall(this.key));
    const stored = await reading.catch(() => undefined); // as it was until our Redis is back
    // A switch during the read is newer than what was read.
    if (stored === undefined || this.nodes !== before) return;
    this.nodes = new Map(Object.entries(stored).map(([node, on]) => [node, on === '1']));
  }

  private get key(): string {
    return this.keys.bridge('celery', 'nodes');
  }
}
