import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { Config } from '../../platform/config/config.js';
import { clientOf, isLocalOnly } from '../access/client-of.js';

/** Browsers and services that watch several tasks each need a few; who needs more asks for lists. */
const DEFAULT_PER_CLIENT = 200;

/**
 * Counts the answers that this process holds open, waiting for something to happen: event streams and `Prefer: wait`.
 * Each costs memory and a socket for as long as its client likes, so neither one client nor all may have any number.
 */
@Injectable()
export class OpenResponseLimit {
  private all = 0;
  private readonly byClient = new Map<string, number>();
  private readonly perClient: number;

  constructor(private readonly config: Config) {
    this.perClient =
      config.maxHeldAnswersPerClient ?? (isLocalOnly(config) ? config.maxHeldAnswers : DEFAULT_PER_CLIENT);
  }

  /** Whether one more may be held; it counts until it is closed. */
  tryHold(response: Response): boolean {
    if (response.closed) return true; // nobody is there any more
    const client = clientOf(response.req);
    const own = this.byClient.get(client) ?? 0;
    if (this.all >= this.config.maxHeldAnswers || own >= this.perClient) return false;
    this.all += 1;
    this.byClient.set(client, own + 1);
    response.once('close', () => this.release(client));
    return true;
  }

  private release(client: string): void {
    this.all -= 1;
    const own = (this.byClient.get(client) ?? 1) - 1;
    if (own > 0) this.byClient.set(client, own);
    else this.byClient.delete(client);
  }
}
