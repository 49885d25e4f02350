import type { BrokerClient } from '../../redis/connections.js';
import { LuaScript } from '../../redis/lua-script.js';
import { type ReplyParser, listOf, text } from '../../redis/script-reply.js';

const idsOrNull: ReplyParser<string[] | null> = (reply) => (reply === null ? null : listOf(text)(reply));

/**
 * Returns the ids in some places of queues, and those of jobs that ended since a time, in no order.
 *
 * `places`: lists, then sets, then sets of ended jobs. `most`: if there are more ids, nothing is returned.
 */
const GATHER = new LuaScript({
  name: 'gather-jobs',
  moreKeys: 'places',
  args: ['since'],
  numbers: ['lists', 'sets', 'most'],
  text: `
local total = 0
for i, key in ipairs(places) do
  if i <= lists then total = total + redis.call('LLEN', key)
  elseif i <= lists + sets then total = total + redis.call('ZCARD', key)
  else total = total + redis.call('ZCOUNT', key, since, '+inf') end
end
if total > most then return false end
local ids = {}
local function add(members)
  for _, id in ipairs(members) do
    if #id == 36 then ids[#ids + 1] = id end -- not a marker of BullMQ's
  end
end
for i, key in ipairs(places) do
  if i <= lists then add(redis.call('LRANGE', key, 0, -1))
  elseif i <= lists + sets then add(redis.call('ZRANGE', key, 0, -1))
  else add(redis.call('ZRANGEBYSCORE', key, since, '+inf')) end
end
return ids
`,
  reply: idsOrNull,
});

export interface GatherRequest {
  /** Keys of lists and of sorted sets whose jobs are all wanted. */
  readonly lists: readonly string[];
  readonly sets: readonly string[];
  /** Keys of sets of ended jobs. */
  readonly ended: readonly string[];
  /** Only jobs that ended since then, in ms since 1970; default: all. */
  readonly since: number | undefined;
  readonly most: number;
}

/** @returns undefined if there are more than `most` */
export async function gatherJobs(
  redis: BrokerClient,
  { lists, sets, ended, since, most }: GatherRequest,
): Promise<string[] | undefined> {
  const places = [...lists, ...sets, ...ended];
  if (places.length === 0) return [];
  const counts = { lists: lists.length, sets: sets.length, most };
  return (await GATHER.run(redis, { places, since: String(since ?? '-inf'), ...counts })) ?? undefined;
}
