import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { CoreOptions } from '../core-options.js';
import { within } from '../../platform/timing/within.js';
import { Broker } from '../redis/broker.js';
import { NO_INFO } from '../redis/forbidden-info.js';
import { KeyTypes } from './key-types.js';
import { Keys } from '../redis/keys.js';
import { NEEDED_COMMANDS } from './needed-commands.js';
import { isForbidden } from '../redis/unavailability.js';

/** Time limit; a broker that takes longer is asked again later. */
const LIMIT_MS = 2_000;
/** Maximum number of keys named in a message. */
const MOST_SHOWN = 5;

/** Error messages of Redis 6 and 7 for a missing permission. */
const A_COMMAND = /permissions to run|unknown command/;
const A_KEY = /permissions to access (a key|one of the keys)/;
const A_CHANNEL = /permissions to access (a channel|one of the channels)/;

/** Missing permissions of the broker's user, and whether it may read the server's memory usage. */
export interface RightsFound {
  /** Missing permissions as a sentence, or undefined. */
  readonly problem: string | undefined;
  readonly mayInfo: boolean;
}

/**
 * Finds missing permissions of the Redis user by trying: Redis shows a user its own permissions only if it may ask for
 * them. Each command is sent in a form that changes nothing, over a separate connection. See "Redis user" in
 * deployment.md.
 */
@Injectable()
export class BrokerRights {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
    private readonly types: KeyTypes,
    private readonly options: CoreOptions,
  ) {}

  /** @throws Error if the broker does not respond */
  async find(): Promise<RightsFound> {
    const redis = this.broker.createProbe();
    try {
      return await within(this.ask(redis), LIMIT_MS, () => {
        throw new Error('Command timed out');
      });
    } finally {
      redis.disconnect();
    }
  }

  private async ask(redis: Redis): Promise<RightsFound> {
    const info = await redis.info('server');
    const commands = await this.tryCommands(redis);
    const keys = await this.tryKeys(redis);
    const channels = await this.tryChannels(redis);
    const missing = [
      sentence('the commands', namesOf([...commands, ...channels], A_COMMAND), Infinity),
      sentence('the keys', namesOf(keys, A_KEY), MOST_SHOWN),
      sentence('the channels', namesOf(channels, A_CHANNEL), MOST_SHOWN),
    ].filter((part) => part !== '');
    return { problem: missing.length === 0 ? undefined : this.problem(missing), mayInfo: info !== NO_INFO };
  }

  private problem(missing: readonly string[]): string {
    const { redisPrefix } = this.options;
    return (
      `${this.broker.userName} of Redis may not use ${missing.join(', nor ')}. Grant it ~${redisPrefix}:* and ` +
      `&${redisPrefix}:*, and the commands of the ACL line in docs/deployment.md, "The Redis user"`
    );
  }

  private tryCommands(redis: Redis): Promise<Refused[]> {
    const key = `${this.options.redisPrefix}:rights:${randomUUID()}`;
    const places = new Map([
      ['$key', key],
      ['$missing', `${key}:missing`],
      ['$channel', this.keys.changes],
    ]);
    const commands = Object.entries(NEEDED_COMMANDS).map(([name, words]) => ({
      name: name.toLowerCase(),
      words: words.map((word) => places.get(String(word)) ?? word),
    }));
    return refusedOf([...commands, { name: 'del', words: [key] }], ({ name, words }) =>
      redis.call(name, ...words),
    );
  }

  /** Reads and writes each key in forms that change nothing, whatever its type. */
  private tryKeys(redis: Redis): Promise<Refused[]> {
    const keys = [...this.types.fixed(), this.keys.worker('some'), ...this.types.ofSomeTask()];
    return refusedOf(
      keys.map((name) => ({ name })),
      ({ name }) => Promise.all([redis.zscore(name, 'rights'), redis.zadd(name, 'XX', 1, 'rights')]),
    );
  }

  /** Runs last: a subscribed connection accepts no other commands. */
  private async tryChannels(redis: Redis): Promise<Refused[]> {
    const { control, changes, commands } = this.keys;
    const channels = [control, changes, commands, this.keys.replies('some')].map((name) => ({ name }));
    const refused = await refusedOf(channels, ({ name }) => redis.subscribe(name));
    return refused.map(({ name, error }) => ({
      name: A_COMMAND.test(error.message) ? 'subscribe' : name,
      error,
    }));
  }
}

/** Names refused for this permission: a command may be refused because of its key. */
function namesOf(refused: readonly Refused[], right: RegExp): string[] {
  return [...new Set(refused.filter(({ error }) => right.test(error.message)).map(({ name }) => name))];
}

function sentence(kind: string, names: readonly string[], most: number): string {
  const more = names.length - most;
  const shown = names.slice(0, most).join(' ');
  return names.length === 0 ? '' : `${kind} ${shown}${more > 0 ? ` and ${more} more` : ''}`;
}

/** A command, key or channel that is not permitted. */
interface Refused {
  readonly name: string;
  readonly error: Error;
}

/** Tries all and returns those that are not permitted. Other errors are ignored. */
async function refusedOf<T extends { readonly name: string }>(
  all: readonly T[],
  attempt: (one: T) => Promise<unknown>,
): Promise<Refused[]> {
  const tries = await Promise.allSettled(all.map(attempt));
  return all.flatMap(({ name }, i) => {
    const tried = tries[i];
    if (tried?.status !== 'rejected' || !(tried.reason instanceof Error)) return [];
    return isForbidden(tried.reason) ? [{ name, error: tried.reason }] : [];
  });
}
