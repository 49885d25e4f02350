import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { Config } from '../../platform/config/config.js';
import { clientOf, isLocalOnly } from '../access/client-of.js';

/** Browsers and services that watch tasks one by one need a few; clients that need more should use lists. */
const DEFAULT_PER_CLIENT = 200;

/**
 * Limits the responses that this process holds open while they wait: event streams and `Prefer: wait`. Each takes
 * memory and a socket for as long as its client likes, so the number is limited per client and in total.
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

  /** Tries to count one more open response, until it is closed. Returns false if there are too many. */
  tryHold(response: Response): boolean {
    if (response.closed) return true; // the client has disconnected
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
