import { Injectable } from '@nestjs/common';
import type { QueueName } from '../config/queue-names.js';
import { Broker } from './broker.js';
import { LuaScript } from './lua-script.js';
import { Queues } from './queues.js';

const LISTS = ['wait', 'paused', 'active'] as const;
const SETS = ['prioritized', 'delayed', 'completed', 'failed'] as const;

/**
 * The newest ids in a queue that are older than one: only these leave the broker. Ids sort by time, and what was made last
 * stands last in the sets, so that from there on nearly each further one is passed over by one comparison.
 *
 * KEYS: lists, sets. ARGV: how many of them are lists, the id to begin before ('': the newest), how many ids.
 */
const NEWEST = new LuaScript<string[]>(`
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
    const keys = [...LISTS, ...SETS].map((type) => this.queues.get(name).toKey(type));
    return this.broker.ask(NEWEST.run(this.broker.producer, keys, [LISTS.length, before, count]));
  }
}
