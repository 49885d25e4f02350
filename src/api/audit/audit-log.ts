import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { Broker, msOf } from '../../core/redis/broker.js';
import type { StoredAction } from '../../core/history/audit-history.js';
import { Keys } from '../../core/redis/keys.js';
import { LuaScript } from '../../core/redis/lua-script.js';
import { nothing, text } from '../../core/redis/script-reply.js';
import { type AuditOutcome, type OutcomeName, outcomeNameOf } from './audit-outcome.js';
import { AuditUnavailableError } from './audit-unavailable-error.js';

/** Number of entries read at once. */
export const CHUNK = 200;
/** Extra space for entries without an outcome: more than the actions in progress at any time. */
const ROOM_FOR_OPEN = 1_000;
/** An entry without an outcome after this time will never have one: its process is gone. */
const LOST_AFTER_MS = 60_000;

/** An action that is about to be performed. */
export interface AuditedAction {
  /** Permanent name, such as `queue.pause`. */
  readonly action: string;
  /** The queue, worker, task or bulk action concerned; null if there is no single one. */
  readonly target: string | null;
  /** Other parameters of the request: small, and without secrets. */
  readonly details: Readonly<Record<string, unknown>>;
  readonly who: string;
  readonly role: string;
  /** The access mode of the client. */
  readonly access: 'key' | 'oidc' | 'loopback' | 'open';
  readonly requestId: string | null;
  readonly address: string | null;
}

export interface AuditEntry extends AuditedAction {
  /** Increasing; also a cursor. */
  readonly id: string;
  /** Start of the action by the broker's clock, in ms since 1970. */
  readonly at: number;
  /**
   * `pending`: in progress. `lost`: its process ended before it recorded an outcome, so the action may or may not have
   * been performed.
   */
  readonly outcome: AuditOutcome | 'pending' | 'lost';
}

export interface AuditFilter {
  readonly who?: string | undefined;
  /** An action, or the first word of several: `queue` matches all that begin with `queue.` */
  readonly action?: string | undefined;
  readonly target?: string | undefined;
  readonly outcome?: OutcomeName | undefined;
  /** ms since 1970, included. */
  readonly from?: number | undefined;
  /** ms since 1970, excluded. */
  readonly to?: number | undefined;
}

/** Some entries, newest first. */
export interface EntryPart {
  readonly entries: readonly AuditEntry[];
  /** True if there are no older ones. */
  readonly isLast: boolean;
}

/**
 * Adds an action under the broker's time in µs, or the next free number, which serves as id and order. A member is
 * `<id>|<outcome>|<action>`, the last two as JSON; the outcome is '' at first. The action may still be refused, so it
 * must not displace others: entries without an outcome get some extra space.
 *
 * `most`: entries to keep. Returns the id.
 */
const RECORD = new LuaScript({
  name: 'record-action',
  keys: ['audit', 'refused'],
  args: ['action'],
  numbers: ['most'],
  text: `
local time = redis.call('TIME')
local at = time[1] * 1000000 + time[2]
for _, key in ipairs({ audit, refused }) do
  local last = redis.call('ZRANGE', key, -1, -1, 'WITHSCORES')[2]
  if last and at <= tonumber(last) then at = tonumber(last) + 1 end
end
local id = string.format('%.0f', at)
redis.call('ZADD', audit, id, id .. '||' .. action)
redis.call('ZREMRANGEBYRANK', audit, 0, -1 - most - ${ROOM_FOR_OPEN})
return id
`,
  reply: text,
});

/**
 * Adds the outcome to an entry that still exists. Refused actions are kept separately, so that no number of them
 * displaces performed ones. `kind`: 'refused' or ''. `most`: entries to keep of each.
 */
const SETTLE = new LuaScript({
  name: 'settle-action',
  keys: ['audit', 'refused'],
  args: ['id', 'outcome', 'kind'],
  numbers: ['most'],
  text: `
local entry = redis.call('ZRANGEBYSCORE', audit, id, id)[1]
if not entry then return nil end
redis.call('ZREM', audit, entry)
local key = kind == 'refused' and refused or audit
redis.call('ZADD', key, id, id .. '|' .. outcome .. entry:sub(#id + 2))
redis.call('ZREMRANGEBYRANK', key, 0, -1 - most)
return nil
`,
  reply: nothing,
});

/**
 * The audit log: the last AUDIT_MAX_ENTRIES actions of operators with their outcomes, and as many refused ones. An
 * action is recorded before it is performed and gets its outcome afterwards, so nothing is done without a trace,
 * whatever happens to the process.
 */
@Injectable()
export class AuditLog {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
    private readonly config: Config,
  ) {}

  /**
   * @returns the id of the entry
   * @throws AuditUnavailableError: the action must then not be performed
   */
  async record(action: AuditedAction): Promise<string> {
    const { audit, auditRefused: refused } = this.keys;
    const values = { audit, refused, action: JSON.stringify(action), most: this.config.auditMaxEntries };
    try {
      return await RECORD.run(this.broker.producer, values);
    } catch (error) {
      throw new AuditUnavailableError(error);
    }
  }

  /** @throws BrokerUnavailableError: the outcome of the entry then remains unknown */
  async settle(id: string, outcome: AuditOutcome): Promise<void> {
    const isRefused = outcome.status >= 400 && outcome.status < 500;
    const { audit, auditRefused: refused } = this.keys;
    const settling = SETTLE.run(this.broker.producer, {
      outcome: JSON.stringify(outcome),
      kind: isRefused ? 'refused' : '',
      most: this.config.auditMaxEntries,
      ...{ audit, refused, id },
    });
    await this.broker.ask(settling);
  }

  /** @throws BrokerUnavailableError */
  async older(before: string | undefined): Promise<EntryPart> {
    const { producer } = this.broker;
    const from = before === undefined ? '+inf' : `(${before}`;
    const reading = Promise.all(
      this.sets().map((key) => producer.zrange(key, from, '-inf', 'BYSCORE', 'REV', 'LIMIT', 0, CHUNK)),
    );
    const [lists, time] = await this.broker.ask(Promise.all([reading, producer.time()]));
    const entries = lists.flat().map((member) => entryIn(actionOf(member), msOf(time)));
    entries.sort((a, b) => Number(b.id) - Number(a.id));
    const isLast = entries.length <= CHUNK && lists.every((list) => list.length < CHUNK);
    return { entries: entries.slice(0, CHUNK), isLast };
  }

  /**
   * As they are stored, oldest first; none if there are no newer ones.
   *
   * @throws BrokerUnavailableError
   */
  async newer(after: string): Promise<StoredAction[]> {
    const { producer } = this.broker;
    const reading = this.sets().map((key) =>
      producer.zrangebyscore(key, `(${after}`, '+inf', 'LIMIT', 0, CHUNK),
    );
    const lists = await this.broker.ask(Promise.all(reading));
    const actions = lists.flat().map(actionOf);
    actions.sort((a, b) => Number(a.id) - Number(b.id));
    return actions.slice(0, CHUNK);
  }

  /** An action that the history has kept. */
  entryOf(action: StoredAction): AuditEntry {
    return entryIn(action, Date.now());
  }

  /** Performed and refused actions: one log for its readers. */
  private sets(): string[] {
    return [this.keys.audit, this.keys.auditRefused];
  }
}

/** Parses `<µs>|<outcome>|<action>`. An outcome has a number and a path of ours, neither of which contains `|`. */
function actionOf(member: string): StoredAction {
  const [id = '', outcome = ''] = member.split('|', 2);
  const entry = member.slice(id.length + outcome.length + 2);
  const { who, action, target } = JSON.parse(entry) as AuditedAction; // only `record` writes these, under our own key
  return { id, who, action, target, entry, outcome: outcome === '' ? null : outcome };
}

function entryIn({ id, entry, outcome }: StoredAction, now: number): AuditEntry {
  const at = Math.floor(Number(id) / 1_000);
  const action = JSON.parse(entry) as AuditedAction; // see `actionOf`
  const open = now - at < LOST_AFTER_MS ? 'pending' : 'lost';
  return { ...action, id, at, outcome: outcome === null ? open : (JSON.parse(outcome) as AuditOutcome) };
}

/** True if the entry matches all criteria of the filter. */
export function fits(entry: AuditEntry, { who, action, target, outcome, ...period }: AuditFilter): boolean {
  return (
    (who === undefined || entry.who === who) &&
    (action === undefined || entry.action === action || entry.action.startsWith(`${action}.`)) &&
    (target === undefined || entry.target === target) &&
    (outcome === undefined || outcomeNameOf(entry.outcome) === outcome) &&
    isWithin(entry, period)
  );
}

function isWithin({ at }: AuditEntry, { from = -Infinity, to = Infinity }: AuditFilter): boolean {
  return at >= from && at < to;
}

/** True if the text could be the id of an entry. */
export function isAuditId(id: string): boolean {
  return /^\d{1,16}$/.test(id);
}
