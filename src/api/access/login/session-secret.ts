import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Broker } from '../../../core/redis/broker.js';
import { Keys } from '../../../core/redis/keys.js';

/** The secret is reread after this time: deleting it from Redis ends all sessions soon, in every process. */
const FRESH_MS = 60_000;

/**
 * The secret that signs sessions: random, created by the first process that needs it, and stored in Redis, so that all
 * API processes share it and a restart ends no session. It is not derived from API_KEYS: their hashes, read from an
 * environment or a backup, must not be enough to log in.
 */
@Injectable()
export class SessionSecret {
  private known: { readonly secret: string; readonly readAt: number } | undefined;

  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
  ) {}

  /**
   * @throws BrokerUnavailableError if it was never read; a known secret stays in use while the broker is unavailable
   */
  async get(now = Date.now()): Promise<string> {
    if (this.known !== undefined && now - this.known.readAt < FRESH_MS) return this.known.secret;
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
    await this.broker.ask(producer.set(this.keys.sessionSecret, fresh, 'NX'));
    const kept = await this.broker.ask(producer.get(this.keys.sessionSecret));
    if (kept === null) throw new Error('The secret of the sessions was removed from Redis at this moment.');
    return kept;
  }
}
