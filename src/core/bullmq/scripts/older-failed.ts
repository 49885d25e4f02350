import type { BrokerClient } from '../../redis/connections.js';
import { LuaScript } from '../../redis/lua-script.js';
import { scoredOf } from '../../redis/scored.js';
import { listOf, text } from '../../redis/script-reply.js';
import { type QueueKeys, place } from '../layout.js';

/** Position of a job in the order of completion. It stays valid when jobs before or after it come and go. */
export interface Position {
  /** Completion time in ms since 1970. */
  readonly finishedOn: number;
  readonly id: string;
}

/**
 * Returns the next entries of the `failed` sets after a position, newest first. Very many jobs can end in the same ms;
 * among these, the position is found by a binary search.
 *
 * `score`, `id`: the position, or '' and ''. Returns ids and scores in turn, one list per set.
 */
const OLDER = new LuaScript({
  name: 'older-failed',
  moreKeys: 'sets',
  args: ['score', 'id'],
  numbers: ['count'],
  text: `
local result = {}
for i, set in ipairs(sets) do
  local first = 0
  if score ~= '' then
    first = redis.call('ZCOUNT', set, '(' .. score, '+inf')
    local last = first + redis.call('ZCOUNT', set, score, score)
    while first < last do
      local middle = math.floor((first + last) / 2)
      if redis.call('ZREVRANGE', set, middle, middle)[1] >= id then first = middle + 1 else last = middle end
    end
  end
  result[i] = redis.call('ZREVRANGE', set, first, first + count - 1, 'WITHSCORES')
end
return result
`,
  reply: listOf((reply) => positionsOf(listOf(text)(reply))),
});

function positionsOf(pairs: readonly string[]): Position[] {
  return scoredOf(pairs).map(({ member: id, score: finishedOn }) => ({ id, finishedOn }));
}

/** Up to `count` jobs of each queue that failed before a position, newest first. Default: the newest. */
export function olderFailed(
  redis: BrokerClient,
  queues: readonly QueueKeys[],
  count: number,
  after?: Position,
): Promise<Position[][]> {
  const sets = queues.map((keys) => keys.place(place.failed));
  return OLDER.run(redis, { sets, count, score: String(after?.finishedOn ?? ''), id: after?.id ?? '' });
}
