import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { Broker, BrokerUnavailableError, Keys, LuaScript, flag, nothing } from '../../../core/index.js';
import { BridgeCounters } from '../process/bridge-counters.js';
import type { BridgePart } from '../process/bridge-part.js';

const LEASE_MS = 15_000;
const RENEW_MS = 3_000;

/** Takes or renews the lease. Returns 1 if `own` has it afterwards. */
const TAKE = new LuaScript({
  name: 'celery-take-face',
  keys: ['face'],
  args: ['own', 'leaseMs'],
  text: `
local holder = redis.call('GET', face)
if holder and holder ~= own then return 0 end
redis.call('SET', face, own, 'PX', leaseMs)
return 1
`,
  reply: flag,
});

const RELEASE = new LuaScript({
  name: 'celery-release-face',
  keys: ['face'],
  args: ['own'],
  text: `if redis.call('GET', face) == own then redis.call('DEL', face) end`,
  reply: nothing,
});

/**
 * Chooses the one bridge that is the face of our workers: it answers control commands and sends their heartbeats. A
 * bridge that cannot renew its lease stops being the face before another one can take it.
 */
@Injectable()
export class FaceLease implements BridgePart {
  private readonly logger = new Logger('CeleryFace');
  private readonly own = randomUUID();
  private readonly listeners = new Set<(isHolder: boolean) => void>();
  private heldUntil = 0;
  private wasHolder = false;
  private timer: NodeJS.Timeout | undefined;
  private expiry: NodeJS.Timeout | undefined;

  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
    private readonly counters: BridgeCounters,
  ) {}

  /** True while this bridge is the face. */
  get isHolder(): boolean {
    return performance.now() < this.heldUntil;
  }

  /**
   * Calls the listener after each change, and now if this bridge is the face already.
   *
   * @returns a function that ends this
   */
  onChange(listener: (isHolder: boolean) => void): () => void {
    this.listeners.add(listener);
    if (this.isHolder) listener(true);
    return () => this.listeners.delete(listener);
  }

  async start(): Promise<void> {
    this.timer = setInterval(() => void this.renew(), RENEW_MS);
    await this.renew();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    clearTimeout(this.expiry);
    const released = RELEASE.run(this.broker.producer, { face: this.face, own: this.own });
    await this.broker.ask(released).catch(() => undefined); // it expires
    this.heldUntil = 0;
    this.announce();
  }

  private async renew(): Promise<void> {
    const askedAt = performance.now();
    const hasIt = await this.take();
    if (hasIt) this.heldUntil = askedAt + LEASE_MS;
    else if (hasIt === false) this.heldUntil = 0;
    clearTimeout(this.expiry);
    this.expiry = setTimeout(() => this.announce(), Math.max(this.heldUntil - performance.now(), 0) + 1);
    this.announce();
  }

  /** Undefined if our Redis did not answer. */
  private async take(): Promise<boolean | undefined> {
    try {
      const taking = TAKE.run(this.broker.producer, {
        ...{ face: this.face, own: this.own, leaseMs: String(LEASE_MS) },
      });
      return await this.broker.ask(taking);
    } catch (error) {
      if (!(error instanceof BrokerUnavailableError))
        this.logger.error(`The lease of the face cannot be renewed: ${String(error)}`);
      return undefined;
    }
  }

  private announce(): void {
    const { isHolder } = this;
    this.counters.isFace = isHolder;
    if (isHolder === this.wasHolder) return;
    this.wasHolder = isHolder;
    if (isHolder) this.logger.log("This bridge answers Celery's control commands, and beats for the workers");
    for (const listener of this.listeners) listener(isHolder);
  }

  private get face(): string {
    return this.keys.bridge('celery', 'face');
  }
}
