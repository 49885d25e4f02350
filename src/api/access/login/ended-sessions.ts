import { Injectable } from '@nestjs/common';
import { Broker } from '../../../core/redis/broker.js';
import { Keys } from '../../../core/redis/keys.js';
import { LuaScript } from '../../../core/redis/lua-script.js';
import { flag, nothing } from '../../../core/redis/script-reply.js';
import { type EndedSession, EndedSet, MOST_ENDED } from './ended-set.js';

/** Margin by which a record outlives its sessions, in case Redis' clock is ahead of ours. */
const KEPT_LONGER_MS = 86_400_000;

/**
 * A record is a sorted set of one key's ended sessions by expiry. A full one drops those that expire first: see
 * EndedSet.
 *
 * `most`: how many are kept. `marginMs`: by how much the record outlives its last session.
 */
const END = new LuaScript({
  name: 'end-session',
  keys: ['record'],
  args: ['id'],
  numbers: ['expiresAt', 'most', 'marginMs'],
  text: `
redis.call('ZADD', record, expiresAt, id)
redis.call('ZREMRANGEBYRANK', record, 0, -1 - most)
local last = redis.call('ZRANGE', record, -1, -1, 'WITHSCORES')
redis.call('PEXPIREAT', record, string.format('%.0f', last[2] + marginMs))
return nil
`,
  reply: nothing,
});

/** Returns 1 for an ended session. `most`: how many are kept. */
const IS_ENDED = new LuaScript({
  name: 'is-session-ended',
  keys: ['record'],
  args: ['id'],
  numbers: ['expiresAt', 'most'],
  text: `
if redis.call('ZSCORE', record, id) then return 1 end
if redis.call('ZCARD', record) < most then return 0 end
local first = redis.call('ZRANGE', record, 0, 0, 'WITHSCORES')
return expiresAt <= tonumber(first[2]) and 1 or 0
`,
  reply: flag,
});

/**
 * Sessions that were logged out, so that a copy of their cookie is worthless in every API process. Logouts known to
 * this process also apply while the broker is unavailable. A logout that could not be stored is stored once the broker
 * is back.
 */
@Injectable()
export class EndedSessions {
  private readonly known = new EndedSet();
  private readonly unstored = new EndedSet();

  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
  ) {
    broker.producer.on('ready', () => this.storeRest());
  }

  /** @throws BrokerUnavailableError if it could not be stored yet; this process ends the session anyway */
  async end(session: EndedSession): Promise<void> {
    this.known.add(session);
    this.unstored.add(session);
    await this.store(session);
  }

  /** @throws BrokerUnavailableError if it is unknown, in which case the session is not accepted */
  async has(session: EndedSession): Promise<boolean> {
    if (this.known.has(session)) return true;
    this.storeRest();
    const { keyName, id, expiresAt } = session;
    const record = this.keys.endedSessions(keyName);
    const asked = IS_ENDED.run(this.broker.producer, { record, id, expiresAt, most: MOST_ENDED });
    const isEnded = await this.broker.ask(asked);
    if (isEnded) this.known.add(session);
    return isEnded;
  }

  /** True if this process knows that the session has ended; the broker may know more. */
  isKnown(session: EndedSession): boolean {
    return this.known.has(session);
  }

  private storeRest(): void {
    for (const session of this.unstored.all()) this.store(session).catch(() => undefined); // tried again
  }

  private async store(session: EndedSession): Promise<void> {
    const { keyName, id, expiresAt } = session;
    const kept = { most: MOST_ENDED, marginMs: KEPT_LONGER_MS };
    const record = this.keys.endedSessions(keyName);
    await this.broker.ask(END.run(this.broker.producer, { record, id, expiresAt, ...kept }));
    this.unstored.delete(session);
  }
}
