import { createHash } from 'node:crypto';
import type { BrokerClient } from './connections.js';

/**
 * A Lua script, which Redis runs as one atomic step. Sent by its hash; the text is sent only if the server does not
 * know it yet (after its restart, for example).
 *
 * @typeParam Reply return value of the script, as documented above its text
 */
export class LuaScript<Reply> {
  private readonly hash: string;

  constructor(private readonly text: string) {
    this.hash = createHash('sha1').update(text).digest('hex');
  }

  async run(
    redis: BrokerClient,
    keys: readonly string[],
    values: readonly (string | number)[],
  ): Promise<Reply> {
    const parameters = [keys.length, ...keys, ...values] as const;
    try {
      return (await redis.evalsha(this.hash, ...parameters)) as Reply;
    } catch (error) {
      // Not only at the beginning: a cluster's redirection between nodes is reported first.
      if (!(error instanceof Error) || !error.message.includes('NOSCRIPT')) throw error;
      return (await redis.eval(this.text, ...parameters)) as Reply;
    }
  }
}
