import { Injectable } from '@nestjs/common';
import { Broker, Keys, LuaScript, flag, listOf, nothing, scoredOf } from '../../../core/index.js';

/** Celery's workers remember them for the same time. */
const KEPT_MS = 10_800_000;
/** Celery's workers remember the same number. The oldest are forgotten first. */
const MOST = 50_000;
/** Number of ids in one run of a script: less than 2 ms of Redis' time. */
const AT_ONCE = 1_000;

/** Remembers ids at a time (ms since 1970). `ids`: JSON. */
const REMEMBER = new LuaScript({
  name: 'remember-revoked-ids',
  keys: ['revoked'],
  args: ['ids'],
  numbers: ['at', 'keptMs', 'most'],
  text: `
for _, id in ipairs(cjson.decode(ids)) do redis.call('ZADD', revoked, at, id) end
redis.call('ZREMRANGEBYSCORE', revoked, '-inf', at - keptMs)
redis.call('ZREMRANGEBYRANK', revoked, 0, -1 - most)
redis.call('PEXPIRE', revoked, keptMs)
return nil
`,
  reply: nothing,
});

/** Returns for each id whether it was remembered after a time; nothing if there are none at all. `ids`: JSON. */
const ARE_REMEMBERED = new LuaScript({
  name: 'are-revoked-ids',
  keys: ['revoked'],
  args: ['ids'],
  numbers: ['after'],
  text: `
local found = {}
if redis.call('EXISTS', revoked) == 0 then return found end
for i, id in ipairs(cjson.decode(ids)) do
  local at = redis.call('ZSCORE', revoked, id)
  found[i] = at and tonumber(at) > after and 1 or 0
end
return found
`,
  reply: listOf(flag),
});

/** The ids of Celery that were revoked in the last three hours, whether or not there is a task of that id yet. */
@Injectable()
export class RevokedIds {
  private readonly key: string;

  constructor(
    private readonly broker: Broker,
    keys: Keys,
  ) {
    this.key = keys.bridge('celery', 'revoked');
  }

  /** @throws BrokerUnavailableError */
  async add(ids: readonly string[]): Promise<void> {
    const { producer } = this.broker;
    for (const some of inParts(ids)) {
      const values = { revoked: this.key, ids: some, at: Date.now(), keptMs: KEPT_MS, most: MOST };
      await this.broker.ask(REMEMBER.run(producer, values));
    }
  }

  /** Those of the ids that were revoked. @throws BrokerUnavailableError */
  async revokedAmong(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const { producer } = this.broker;
    const found: boolean[] = [];
    for (const [i, some] of inParts(ids).entries()) {
      const values = { revoked: this.key, ids: some, after: Date.now() - KEPT_MS };
      const are = await this.broker.ask(ARE_REMEMBERED.run(producer, values));
      for (const [j, isRevoked] of are.entries()) found[i * AT_ONCE + j] = isRevoked;
    }
    return new Set(ids.filter((_, i) => found[i]));
  }

  /** The newest ids with the times of their revocation (ms since 1970), newest first. @throws BrokerUnavailableError */
  async newest(count: number): Promise<{ readonly id: string; readonly at: number }[]> {
    const { producer } = this.broker;
    const after = Date.now() - KEPT_MS;
    const reading = producer.zrevrangebyscore(this.key, '+inf', `(${after}`, 'WITHSCORES', 'LIMIT', 0, count);
    return scoredOf(await this.broker.ask(reading)).map(({ member: id, score: at }) => ({ id, at }));
  }
}

/** JSON texts of some of the ids each. */
function inParts(ids: readonly string[]): string[] {
  const parts = [];
  for (let i = 0; i < ids.length; i += AT_ONCE) parts.push(JSON.stringify(ids.slice(i, i + AT_ONCE)));
  return parts;
}
