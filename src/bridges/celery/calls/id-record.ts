import {
  type BrokerClient,
  LuaScript,
  integer,
  listOf,
  nothing,
  oneOf,
  text,
  tuple,
} from '../../../core/index.js';

/** Number of sendings that a record remembers. */
const MOST_SENDINGS = 4;

/** The record of a Celery id. */
export interface IdRecord {
  /** Our id of its newest run. */
  readonly id: string;
  /** True if that task is stored, or was. */
  readonly isStored: boolean;
}

/**
 * A sending, compared with the record of its id: `new`, which has made it; `same`, which has made it before; `past`, which
 * has made an earlier one; or `other`.
 */
export type ClaimKind = 'new' | 'same' | 'past' | 'other';

/** The answer to a sending. */
export interface IdClaim extends IdRecord {
  readonly kind: ClaimKind;
}

/** A sending that asks for the record of its id. */
export interface ClaimRow {
  readonly key: string;
  /** Names the sending: letters and digits; '' if nothing does. */
  readonly tag: string;
  readonly isRedelivered: boolean;
  readonly retries: number;
  /** The id for a new run. */
  readonly newId: string;
  /** The run that a new one replaces; '' for none. */
  readonly formerId: string;
  readonly keepMs: number;
}

const READ = `
local function read(key)
  local ok, record = pcall(cjson.decode, redis.call('GET', key) or 'null')
  if ok and type(record) == 'table' and type(record.id) == 'string' then return record end
end
`;

const CLAIM = new LuaScript({
  name: 'claim-celery-ids',
  moreKeys: 'recordKeys',
  moreArgs: 'values',
  text: `${READ}
local function kindOf(record, tag, isRedelivered, retries)
  if tag == '' then
    return isRedelivered == '1' and record.retries == tonumber(retries) and 'same' or 'other'
  end
  local at = string.find(record.sendings, tag, 1, true)
  return at == 1 and 'same' or at and 'past' or 'other'
end
local replies = {}
for i, key in ipairs(recordKeys) do
  local tag, isRedelivered, retries, newId, formerId, keepMs = unpack(values, i * 6 - 5, i * 6)
  local record = read(key)
  local kind = record and record.id ~= formerId and kindOf(record, tag, isRedelivered, retries)
  if not kind then
    kind = 'new'
    local former = record and record.sendings or ''
    local sendings = string.sub(tag .. ' ' .. former, 1, ${MOST_SENDINGS} * 17)
    record = { id = newId, retries = tonumber(retries), sendings = sendings, isStored = false }
    redis.call('SET', key, cjson.encode(record), 'PX', keepMs)
  end
  replies[i] = { kind, record.id, record.isStored and 1 or 0 }
end
return replies
`,
  reply: listOf(tuple(oneOf('new', 'same', 'past', 'other'), text, integer)),
});

/** Finds or makes the records of sendings, in their order. */
export async function claimRecords(redis: BrokerClient, rows: readonly ClaimRow[]): Promise<IdClaim[]> {
  const values = rows.flatMap(({ tag, isRedelivered, retries, newId, formerId, keepMs }) =>
    [tag, isRedelivered ? 1 : 0, retries, newId, formerId, keepMs].map(String),
  );
  const claims = await CLAIM.run(redis, { recordKeys: rows.map(({ key }) => key), values });
  return claims.map(([kind, id, isStored]) => ({ kind, id, isStored: isStored === 1 }));
}

/** The record of a Celery id, and the run that it should be about. */
export interface RecordOfRun {
  readonly key: string;
  readonly id: string;
}

/** A script for records that are still about these runs. `act`: Lua, with `key` and `record`. */
function scriptOfRuns(name: string, act: string) {
  return new LuaScript({
    name,
    moreKeys: 'recordKeys',
    moreArgs: 'ids',
    text: `${READ}
for i, key in ipairs(recordKeys) do
  local record = read(key)
  if record and record.id == ids[i] then ${act} end
end
return nil
`,
    reply: nothing,
  });
}

const NOTE_STORED = scriptOfRuns(
  'note-celery-stored',
  "record.isStored = true redis.call('SET', key, cjson.encode(record), 'KEEPTTL')",
);
const FORGET = scriptOfRuns('forget-celery-ids', "redis.call('DEL', key)");

/** Notes that the tasks are stored, for records that are still about them. */
export async function noteStored(redis: BrokerClient, runs: readonly RecordOfRun[]): Promise<void> {
  await NOTE_STORED.run(redis, valuesOf(runs));
}

/** Removes records of tasks that were refused, if they are still about them. */
export async function forgetRecords(redis: BrokerClient, runs: readonly RecordOfRun[]): Promise<void> {
  await FORGET.run(redis, valuesOf(runs));
}

function valuesOf(runs: readonly RecordOfRun[]) {
  return { recordKeys: runs.map(({ key }) => key), ids: runs.map(({ id }) => id) };
}
