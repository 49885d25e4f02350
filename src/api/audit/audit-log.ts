import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { Broker, msOf } from '../../core/redis/broker.js';
import { walkPage } from '../../core/read/page-walk.js';
import { Keys } from '../../core/redis/keys.js';
import { LuaScript } from '../../core/redis/lua-script.js';
import { AuditUnavailableError } from './audit-unavailable-error.js';

/** Entries looked at for one page at most: a filter that fits few of them gives a short page and a place to go on. */
const MAX_LOOKED_AT = 2_000;
/** Entries read at once. */
const CHUNK = 200;
/** Entries without an outcome that are kept beside the others: more than go on at the same time. */
const ROOM_FOR_OPEN = 1_000;
/** What has had no outcome for so long never will have one: the process that was at it is gone. */
const LOST_AFTER_MS = 60_000;

/** Something that somebody is about to do. */
export interface AuditedAction {
  /** Permanent, such as `queue.pause`. */
  readonly action: string;
  /** The queue, worker, task or bulk action that it is done to; null: none by itself. */
  readonly target: string | null;
  /** What was asked for besides: small, and without secrets. */
  readonly details: Readonly<Record<string, unknown>>;
  readonly who: string;
  readonly role: string;
  /** How they were let in. */
  readonly access: 'key' | 'loopback' | 'open';
  readonly requestId: string | null;
  readonly address: string | null;
}

/** What came of it. */
export interface AuditOutcome {
  /** Of HTTP. */
  readonly status: number;
  /** The path of what it made. */
  readonly location?: string | undefined;
}

export interface AuditEntry extends AuditedAction {
  /** Higher is later; a cursor. */
  readonly id: string;
  /** When it was begun, in ms since 1970, by the broker's clock. */
  readonly at: number;
  /** `pending`: it goes on. `lost`: its process ended before it said what came of it, so that it may be done or not. */
  readonly outcome: AuditOutcome | 'pending' | 'lost';
}

export interface AuditFilter {
  readonly who?: string | undefined;
  /** An action, or the first word of several: `queue` for all that begin with `queue.` */
  readonly action?: string | undefined;
  readonly target?: string | undefined;
}

export interface AuditPage {
  /** The newest first. */
  readonly items: readonly AuditEntry[];
  /** Where to go on; null at the end. */
  readonly nextCursor: string | null;
}

/**
 * Enters an action under the broker's time in µs, or the next higher number that is free: it is id and order in one. A
 * member is `<id>|<outcome>|<action>`, the last two as JSON; no outcome yet: ''. Nobody knows yet whether it will be
 * refused, so that it pushes no other out: a little more room is left for what has no outcome.
 *
 * KEYS: audit, refused. ARGV: action, entries to keep. Returns the id.
 */
const RECORD = new LuaScript<string>(`
local time = redis.call('TIME')
local at = time[1] * 1000000 + time[2]
for _, key in ipairs(KEYS) do
  local last = redis.call('ZRANGE', key, -1, -1, 'WITHSCORES')[2]
  if last and at <= tonumber(last) then at = tonumber(last) + 1 end
end
local id = string.format('%.0f', at)
redis.call('ZADD', KEYS[1], id, id .. '||' .. ARGV[1])
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -1 - ARGV[2] - ${ROOM_FOR_OPEN})
return id
`);

/**
 * Adds the outcome to an entry that is still there. What was refused is kept apart, so that no number of refusals pushes
 * out what was done. KEYS: audit, refused. ARGV: id, outcome, 'refused' or '', entries to keep of each.
 */
const SETTLE = new LuaScript<null>(`
local entry = redis.call('ZRANGEBYSCORE', KEYS[1], ARGV[1], ARGV[1])[1]
if not entry then return nil end
redis.call('ZREM', KEYS[1], entry)
local key = ARGV[3] == 'refused' and KEYS[2] or KEYS[1]
redis.call('ZADD', key, ARGV[1], ARGV[1] .. '|' .. ARGV[2] .. entry:sub(#ARGV[1] + 2))
redis.call('ZREMRANGEBYRANK', key, 0, -1 - ARGV[4])
return nil
`);

/**
 * Who did what, and what came of it: the last AUDIT_MAX_ENTRIES actions of operators, and as many that were refused. An action stands here before it
 * is carried out, and gets its outcome after: whatever happens to the process, nothing was done without a trace.
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
   * @throws AuditUnavailableError: then the action is not to be carried out
   */
  async record(action: AuditedAction): Promise<string> {
    const values = [JSON.stringify(action), this.config.auditMaxEntries];
    try {
      return await RECORD.run(this.broker.producer, this.sets(), values);
    } catch (error) {
      throw new AuditUnavailableError(error);
    }
  }

  /** @throws BrokerUnavailableError: then the entry says for ever that nobody knows */
  async settle(id: string, outcome: AuditOutcome): Promise<void> {
    const isRefused = outcome.status >= 400 && outcome.status < 500;
    const values = [id, JSON.stringify(outcome), isRefused ? 'refused' : '', this.config.auditMaxEntries];
    await this.broker.ask(SETTLE.run(this.broker.producer, this.sets(), values));
  }

  /** @param before the id to go on from */
  async page(filter: AuditFilter, limit: number, before?: string): Promise<AuditPage> {
    let lookedAt = 0;
    const { items, next } = await walkPage<AuditEntry, string>({
      limit,
      after: before,
      read: async (after) => {
        const { entries, isLast } = await this.older(after);
        const fitting = entries.map((entry) => ({
          place: entry.id,
          item: fits(entry, filter) ? entry : undefined,
        }));
        return { entries: fitting, next: isLast ? null : (entries.at(-1)?.id ?? null) };
      },
      isEnough: () => (lookedAt += CHUNK) >= MAX_LOOKED_AT,
    });
    return { items, nextCursor: next };
  }

  private async older(before: string | undefined): Promise<{ entries: AuditEntry[]; isLast: boolean }> {
    const { producer } = this.broker;
    const from = before === undefined ? '+inf' : `(${before}`;
    const reading = Promise.all(
      this.sets().map((key) => producer.zrange(key, from, '-inf', 'BYSCORE', 'REV', 'LIMIT', 0, CHUNK)),
    );
    const [lists, time] = await this.broker.ask(Promise.all([reading, producer.time()]));
    const entries = lists.flat().map((member) => entryOf(member, msOf(time)));
    entries.sort((a, b) => Number(b.id) - Number(a.id));
    const isLast = entries.length <= CHUNK && lists.every((list) => list.length < CHUNK);
    return { entries: entries.slice(0, CHUNK), isLast };
  }

  /** What was done, and what was refused: one log to whoever reads it. */
  private sets(): string[] {
    return [this.keys.audit, this.keys.auditRefused];
  }
}

/** `<µs>|<outcome>|<action>`: an outcome is a number and a path of ours, in which there is no `|`. */
function entryOf(member: string, now: number): AuditEntry {
  const [id = '', outcome = ''] = member.split('|', 2);
  const at = Math.floor(Number(id) / 1_000);
  // Both were written by `record` and `settle`, under a key that is ours.
  const action = JSON.parse(member.slice(id.length + outcome.length + 2)) as AuditedAction;
  const open = now - at < LOST_AFTER_MS ? 'pending' : 'lost';
  return { ...action, id, at, outcome: outcome === '' ? open : (JSON.parse(outcome) as AuditOutcome) };
}

function fits(entry: AuditEntry, { who, action, target }: AuditFilter): boolean {
  return (
    (who === undefined || entry.who === who) &&
    (action === undefined || entry.action === action || entry.action.startsWith(`${action}.`)) &&
    (target === undefined || entry.target === target)
  );
}

/** True for what can be the id of an entry. */
export function isAuditId(id: string): boolean {
  return /^\d{1,16}$/.test(id);
}
