import { randomBytes } from 'node:crypto';
import type { Broker } from '../../core/redis/broker.js';

/** The secret is reread after this time: deleting it from Redis ends what it has signed soon, in every process. */
const FRESH_MS = 60_000;

/**
 * A secret that signs: random, created by the first process that needs it, and stored in Redis, so that all API
 * processes share it and it survives their restart. It is not derived from API_KEYS: their hashes, read from an
 * environment or a backup, must not be enough to sign anything.
 */
export class StoredSecret {
  private known: { readonly secret: string; readonly readAt: number } | undefined;

  constructor(
    private readonly broker: Broker,
    private readonly key: string,
  ) {}

  /**
   * @param freshMs maximum age of a secret that was read before
   * @throws BrokerUnavailableError if it was never read; a known secret stays in use while the broker is unavailable
   */
  async get(now = Date.now(), freshMs = FRESH_MS): Promise<string> {
    if (this.known !== undefined && now - this.known.readAt < freshMs) return this.known.secret;
    try {
      this.known = { secret: await this.read(), readAt: now };
    } catch (error) {
      if (this.known === undefined) throw error;
    }
    return this.known.secret;
  }

  private async read(): Promise<string> {
    const { producer } = this.broker;
    const fresh = randomBytes(32).toString('base64url');
    await this.broker.ask(producer.set(this.key, fresh, 'NX'));
    const kept = await this.broker.ask(producer.get(this.key));
    if (kept === null) throw new Error(`The secret ${this.key} was removed from Redis at this moment.`);
    return kept;
  }
}
