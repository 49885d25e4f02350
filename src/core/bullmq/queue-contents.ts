import { Injectable } from '@nestjs/common';
import type { QueueName } from '../task/queue-name.js';
import { Broker } from '../redis/broker.js';
import { LuaScript } from '../redis/lua-script.js';
import { type ReplyParser, listOf, text } from '../redis/script-reply.js';
import { type Place, listPlaces, setPlaces } from './layout.js';
import { Queues } from './queues.js';

const idsOrNull: ReplyParser<string[] | null> = (reply) => (reply === null ? null : listOf(text)(reply));

/**
 * Returns the newest ids in a queue that are older than a given one; only these leave the broker. Ids sort by time, and
 * the newest jobs come last in the sets, so nearly every further id is skipped after one comparison.
 *
 * `places`: lists, then sets. `before`: the id to continue from ('': the newest). `most`: maximum number of ids in all
 * places (negative: unlimited); if there are more, nothing is read and nothing returned.
 */
const NEWEST = new LuaScript({
  name: 'newest-ids',
  moreKeys: 'places',
  args: ['before'],
  numbers: ['lists', 'count', 'most'],
  text: `
if most >= 0 then
  local total = 0
  for i, key in ipairs(places) do total = total + redis.call(i <= lists and 'LLEN' or 'ZCARD', key) end
  if total > most then return false end
end
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
for i, key in ipairs(places) do
  local ids = i <= lists and redis.call('LRANGE', key, 0, -1) or redis.call('ZREVRANGE', key, 0, -1)
  for _, id in ipairs(ids) do consider(id) end
end
return newest
`,
  reply: idsOrNull,
});

/** Reads the tasks of whole queues. Only for queues known to be small: all others are read page by page. */
@Injectable()
export class QueueContents {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
  ) {}

  /**
   * The ids of a queue's tasks in any state, newest first.
   *
   * @param before the id to continue from (exclusive)
   */
  async newest(name: QueueName, count: number, before = ''): Promise<string[]> {
    return (await this.newestIn([name], [...listPlaces, ...setPlaces], { count, before })) ?? [];
  }

  /**
   * The same for some places of some queues.
   *
   * @returns undefined if they contain more than `most` tasks
   */
  async newestIn(
    names: readonly QueueName[],
    places: readonly Place[],
    { count, before = '', most }: { count: number; before?: string | undefined; most?: number },
  ): Promise<string[] | undefined> {
    const keysOf = (some: readonly Place[]) =>
      names.flatMap((name) =>
        some.filter((each) => places.includes(each)).map((each) => this.queues.keys(name).place(each)),
      );
    const lists = keysOf(listPlaces);
    const ids = NEWEST.run(this.broker.producer, {
      places: [...lists, ...keysOf(setPlaces)],
      lists: lists.length,
      most: most ?? -1,
      ...{ before, count },
    });
    return (await this.broker.ask(ids)) ?? undefined;
  }
}
