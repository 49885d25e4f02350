import type { BrokerClient } from '../../redis/connections.js';
import { LuaScript } from '../../redis/lua-script.js';
import { scoredOf } from '../../redis/scored.js';
import { listOf, text } from '../../redis/script-reply.js';
import type { Position } from './older-failed.js';

/**
 * Returns the next entries of sets of ended jobs after a position, in order of their end. Very many jobs can end in the
 * same ms; among these, the position is found by a binary search.
 *
 * `score`, `id`: the position, or '' and ''. `order`: 'asc' or 'desc'. Returns ids and scores in turn, one list per set.
 */
const NEXT = new LuaScript({
  name: 'next-ended',
  moreKeys: 'sets',
  args: ['score', 'id', 'order'],
  numbers: ['count'],
  text: `
local isDown = order == 'desc'
local range = isDown and 'ZREVRANGE' or 'ZRANGE'
local result = {}
for i, set in ipairs(sets) do
  local first = 0
  if score ~= '' then
    first = isDown and redis.call('ZCOUNT', set, '(' .. score, '+inf') or redis.call('ZCOUNT', set, '-inf', '(' .. score)
    local last = first + redis.call('ZCOUNT', set, score, score)
    while first < last do
      local middle = math.floor((first + last) / 2)
      local at = redis.call(range, set, middle, middle)[1]
      local isPassed = at == id or (at > id) == isDown
      if isPassed then first = middle + 1 else last = middle end
    end
  end
  result[i] = redis.call(range, set, first, first + count - 1, 'WITHSCORES')
end
return result
`,
  reply: listOf((reply) =>
    scoredOf(listOf(text)(reply)).map(({ member: id, score: finishedOn }): Position => ({ id, finishedOn })),
  ),
});

export interface EndedRequest {
  /** Keys of sets of ended jobs. */
  readonly sets: readonly string[];
  readonly order: 'asc' | 'desc';
  readonly after: Position | undefined;
  readonly count: number;
}

/**
 * The next `count` jobs of all sets together, in the order of their end, then of their ids.
 *
 * @returns fewer only at the end
 */
export async function nextEnded(
  redis: BrokerClient,
  { sets, order, after, count }: EndedRequest,
): Promise<Position[]> {
  if (sets.length === 0) return [];
  const place = { score: String(after?.finishedOn ?? ''), id: after?.id ?? '' };
  const lists = await NEXT.run(redis, { sets, order, count, ...place });
  const sign = order === 'asc' ? 1 : -1;
  return lists
    .flat()
    .sort((a, b) => sign * (a.finishedOn - b.finishedOn || (a.id < b.id ? -1 : 1)))
    .slice(0, count);
}
