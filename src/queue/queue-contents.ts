import { Injectable } from '@nestjs/common';
import type { QueueName } from '../config/queue-names.js';
import { Broker } from './broker.js';
import { LuaScript } from './lua-script.js';
import { Queues } from './queues.js';
import { isTaskId } from './task-id.js';

const LISTS = ['wait', 'paused', 'active'] as const;
const SETS = ['prioritized', 'delayed', 'completed', 'failed'] as const;

/** KEYS: lists, sets. ARGV: how many of them are lists. Returns every id in them. */
const CONTENTS = new LuaScript<string[][]>(`
local result = {}
for i, key in ipairs(KEYS) do
  result[i] = i <= tonumber(ARGV[1]) and redis.call('LRANGE', key, 0, -1) or redis.call('ZRANGE', key, 0, -1)
end
return result
`);

/** What a queue holds as a whole. For queues of which one knows that it is little: all others are read page by page. */
@Injectable()
export class QueueContents {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
  ) {}

  /** The ids of all its tasks, in whatever state, the newest first. */
  async ids(name: QueueName): Promise<string[]> {
    const keys = [...LISTS, ...SETS].map((type) => this.queues.get(name).toKey(type));
    const found = await this.broker.ask(CONTENTS.run(this.broker.producer, keys, [LISTS.length]));
    return [...new Set(found.flat())].filter(isTaskId).sort().reverse();
  }
}
