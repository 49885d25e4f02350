import { Injectable } from '@nestjs/common';
import type { QueueName } from '../../platform/config/queue-names.js';
import { Broker } from '../redis/broker.js';
import { LuaScript } from '../redis/lua-script.js';
import { Queues } from './queues.js';

const LISTS: readonly string[] = ['wait', 'paused', 'active'];
const SETS: readonly string[] = ['prioritized', 'delayed', 'completed', 'failed'];

/**
 * The newest ids in a queue that are older than one: only these leave the broker. Ids sort by time, and what was made last
 * stands last in the sets, so that from there on nearly each further one is passed over by one comparison.
 *
 * KEYS: lists, sets. ARGV: how many of them are lists, the id to begin before ('': the newest), how many ids, and how many
 * may stand there in all ('': any number): where there are more, nothing is read and nothing returned.
 */
const NEWEST = new LuaScript<string[] | null>(`
if ARGV[4] ~= '' then
  local total = 0
  for i, key in ipairs(KEYS) do
    total = total + redis.call(i <= tonumber(ARGV[1]) and 'LLEN' or 'ZCARD', key)
  end
  if total > tonumber(ARGV[4]) then return false end
end
local before, count = ARGV[2], tonumber(ARGV[3])
local newest = {}
local function consider(id)
  local isTask = #id == 36 -- not a marker of BullMQ's
  if not isTask or (before ~= '' and id >= before) or (newest[count] and id <= newest[count]) then return end
  local place = #newest + 1
  while newest[place - 1] and newest[place - 1] < id do place = place - 1 end
  if newest[place - 1] == id then return end
  table.insert(newest, place, id)
  newest[count + 1] = nil
end
for i, key in ipairs(KEYS) do
  local isList = i <= tonumber(ARGV[1])
  local ids = isList and redis.call('LRANGE', key, 0, -1) or redis.call('ZREVRANGE', key, 0, -1)
  for _, id in ipairs(ids) do consider(id) end
end
return newest
`);

/** What a queue holds as a whole. For queues of which one knows that it is little: all others are read page by page. */
@Injectable()
export class QueueContents {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
  ) {}

  /**
   * The ids of its tasks, in whatever state, the newest first.
   *
   * @param before the id to go on from (exclusive)
   */
  async newest(name: QueueName, count: number, before = ''): Promise<string[]> {
    return (await this.newestIn([name], [...LISTS, ...SETS], { count, before })) ?? [];
  }

  /**
   * The same for some of the places in which BullMQ keeps the tasks of some queues.
   *
   * @returns undefined where more than `most` tasks stand there
   */
  async newestIn(
    names: readonly QueueName[],
    places: readonly string[],
    { count, before = '', most }: { count: number; before?: string | undefined; most?: number },
  ): Promise<string[] | undefined> {
    const keysOf = (types: readonly string[]) =>
      names.flatMap((name) =>
        types.filter((type) => places.includes(type)).map((type) => this.queues.get(name).toKey(type)),
      );
    const lists = keysOf(LISTS);
    const values = [lists.length, before, count, most ?? ''];
    const ids = NEWEST.run(this.broker.producer, [...lists, ...keysOf(SETS)], values);
    return (await this.broker.ask(ids)) ?? undefined;
  }
}
