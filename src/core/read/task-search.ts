import { Injectable } from '@nestjs/common';
import { Broker } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';
import { LuaScript } from '../redis/lua-script.js';
import { type Place, place } from '../bullmq/layout.js';
import { QueueContents } from '../bullmq/queue-contents.js';
import { Queues } from '../bullmq/queues.js';
import type { TaskFilter } from './task-filter.js';
import type { TaskStatus } from '../task/task-status.js';

/** Number of index entries examined in one step, which occupies the broker for about 5 ms. */
const STEP = 1_000;
/** Sets with more tasks in total are not read as a whole: walking the index finds the next match sooner. */
const FEW = 5_000;

/**
 * BullMQ's sets by task status. REVOKED is missing: expired tasks count as such wherever they are, so only the index
 * has all of them in order.
 */
const PLACES: Readonly<Partial<Record<TaskStatus, readonly Place[]>>> = {
  PENDING: [place.wait, place.paused, place.prioritized, place.delayed],
  RETRY: [place.wait, place.paused, place.prioritized, place.delayed],
  STARTED: [place.active],
  SUCCESS: [place.completed],
  FAILURE: [place.failed],
};

/** A reliable property of the records with a status; `any` if a few fields are not enough to tell. */
const TRAITS: Readonly<Record<TaskStatus, 'result' | 'end' | 'open' | 'any'>> = {
  PENDING: 'open',
  RETRY: 'open',
  STARTED: 'open',
  SUCCESS: 'result',
  FAILURE: 'end',
  REVOKED: 'any',
};

/**
 * Goes down the index and gives the ids of tasks that may fit: from a few fields of each, of which nothing leaves the
 * broker. It may give too many, never too few: who reads the tasks judges.
 *
 * KEYS: index, then for each queue its key prefix. ARGV: the place to go on from ('+': the newest), entries to look at,
 * ids wanted, name or '', tag or '', trait or ''. Returns where it stopped ('': at the end), and the ids.
 */
const SIEVE = new LuaScript<[place: string, ids: string[]]>(`
local name, trait, wanted = ARGV[4], ARGV[6], tonumber(ARGV[3])
local tag = ARGV[5] ~= '' and cjson.encode(ARGV[5]) or nil -- as it stands in the options, which are written so
local function mayFit(job)
  local record = redis.call('HMGET', job, 'name', 'opts', 'finishedOn')
  if name ~= '' and record[1] ~= name then return false end
  if tag and not string.find(record[2] or '', tag, 1, true) then return false end
  if trait == 'open' then return not record[3] end
  if trait == 'result' or trait == 'end' then
    return record[3] and (redis.call('HEXISTS', job, 'returnvalue') == 1) == (trait == 'result')
  end
  if trait == 'any' then return record[3] or string.find(record[2] or '', '"expiresAt"', 1, true) end
  return true
end
local from = ARGV[1] == '+' and '+' or '(' .. ARGV[1]
local entries = redis.call('ZREVRANGEBYLEX', KEYS[1], from, '-', 'LIMIT', 0, ARGV[2])
local found = {}
for i, id in ipairs(entries) do
  for q = 2, #KEYS do
    local job = KEYS[q] .. id
    if redis.call('EXISTS', job) == 1 then
      if mayFit(job) then found[#found + 1] = id end
      break
    end
  end
  if #found == wanted then
    local isEnd = i == #entries and #entries < tonumber(ARGV[2])
    return { isEnd and '' or id, found }
  end
end
return { #entries < tonumber(ARGV[2]) and '' or entries[#entries], found }
`);

/** Ids of tasks that may match a filter, newest first, and the place to continue from; null at the end. */
export interface Candidates {
  readonly ids: readonly string[];
  readonly next: string | null;
}

/** Finds candidates for a filter without reading whole tasks. */
@Injectable()
export class TaskSearch {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
    private readonly queues: Queues,
    private readonly contents: QueueContents,
  ) {}

  /** One step down from a place. */
  async candidates(filter: TaskFilter, wanted: number, before: string | undefined): Promise<Candidates> {
    const places = filter.status && PLACES[filter.status];
    const few = places && (await this.amongFew(filter, places, wanted, before));
    return few ?? (await this.downTheIndex(filter, wanted, before));
  }

  /** Uses BullMQ's own sets if they contain few tasks. */
  private async amongFew(
    { queue }: TaskFilter,
    places: readonly Place[],
    wanted: number,
    before: string | undefined,
  ): Promise<Candidates | undefined> {
    const names = queue === undefined ? this.queues.all().map(({ name }) => name) : [queue];
    const ids = await this.contents.newestIn(names, places, { count: wanted, before, most: FEW });
    if (ids === undefined) return undefined;
    return { ids, next: ids.length < wanted ? null : (ids.at(-1) ?? null) };
  }

  private async downTheIndex(
    { queue, name = '', tag = '', status }: TaskFilter,
    wanted: number,
    before = '+',
  ): Promise<Candidates> {
    const asked = this.queues.all().filter((each) => queue === undefined || each.name === queue);
    const keys = [this.keys.index, ...asked.map((each) => each.queue.toKey(''))];
    const values = [before, STEP, wanted, name, tag, status === undefined ? '' : TRAITS[status]];
    const [place, ids] = await this.broker.ask(SIEVE.run(this.broker.producer, keys, values));
    return { ids, next: place === '' ? null : place };
  }
}
