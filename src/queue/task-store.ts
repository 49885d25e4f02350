import { Injectable } from '@nestjs/common';
import { Broker, msOf } from './broker.js';
import { RESULT_LEFT_OUT, parseRecord, recordFields } from './job-record.js';
import { LuaScript } from './lua-script.js';
import { TaskNotFoundError } from './queue.errors.js';
import { Queues } from './queues.js';
import { isTaskId } from './task-id.js';
import { type TaskSnapshot, snapshotOf } from './task-snapshot.js';

/** Index of the queue from 1, 1 if active, score among the delayed ones, values of the fields; null: no such job. */
type Found = [queue: number, active: number, delayed: string | null, values: (string | null)[]] | null;

/**
 * Finds jobs by their ids in whichever queue has them, each with its fields, whether it runs and until when it is
 * delayed, in one atomic step: two reads could see a job waiting in the first and finished in the second, and tell a
 * story that never was. The time is the broker's: what has expired is judged by one clock for all processes.
 *
 * KEYS: for each queue its key prefix, its list of active jobs, its set of delayed ones.
 * ARGV: the largest result to read (bytes; 0: any), where in the fields it is, the number of fields, the fields, the
 * ids. Returns the time (s, µs), and a Found an id.
 */
const FIND = new LuaScript<[time: [string, string], found: Found[]]>(`
local queues = #KEYS / 3
local most, resultAt, count = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local fields = {}
for i = 1, count do fields[i] = ARGV[i + 3] end
local result = {}
for n = count + 4, #ARGV do
  local id = ARGV[n]
  local found = false
  for q = 1, queues do
    local key = KEYS[q * 3 - 2] .. id
    if redis.call('EXISTS', key) == 1 then
      local isTooLarge = most > 0 and redis.call('HSTRLEN', key, 'returnvalue') > most
      fields[resultAt] = isTooLarge and '' or 'returnvalue'
      local values = redis.call('HMGET', key, unpack(fields))
      if isTooLarge then values[resultAt] = '${RESULT_LEFT_OUT}' end
      local active, delayed = 0, false
      if not redis.call('HGET', key, 'finishedOn') then
        if redis.call('LPOS', KEYS[q * 3 - 1], id) then active = 1
        else delayed = redis.call('ZSCORE', KEYS[q * 3], id) end
      end
      found = { q, active, delayed, values }
      break
    end
  end
  result[#result + 1] = found
end
return { redis.call('TIME'), result }
`);

/** Reads submitted tasks. */
@Injectable()
export class TaskStore {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
  ) {}

  /**
   * What is known of a task now.
   *
   * @throws TaskNotFoundError when there is none with this id, or its retention is over
   * @throws BrokerUnavailableError
   */
  async find(id: string): Promise<TaskSnapshot> {
    const [snapshot] = isTaskId(id) ? await this.findMany([id.toLowerCase()]) : [];
    if (snapshot === undefined) throw new TaskNotFoundError(id);
    return snapshot;
  }

  /**
   * The same for several, in the order of the ids; undefined for what is not there.
   *
   * @param maxResultBytes a larger result is left out, and the snapshot says so; 0: none is
   */
  async findMany(ids: readonly string[], maxResultBytes = 0): Promise<(TaskSnapshot | undefined)[]> {
    return this.read(ids, maxResultBytes);
  }

  /**
   * A task as it is recorded, whatever the time is: also one whose retention is over, until it is removed.
   *
   * @param maxResultBytes as for `findMany`
   */
  async findRecorded(id: string, maxResultBytes: number): Promise<TaskSnapshot | undefined> {
    const [snapshot] = isTaskId(id) ? await this.read([id], maxResultBytes, 0) : [];
    return snapshot;
  }

  /** @param at the time for which to judge, in ms since 1970. Default: the broker's */
  private async read(ids: readonly string[], maxResultBytes: number, at?: number) {
    if (ids.length === 0) return [];
    const queues = this.queues.all();
    const keys = queues.flatMap(({ queue }) => ['', 'active', 'delayed'].map((type) => queue.toKey(type)));
    const resultAt = recordFields.indexOf('returnvalue') + 1;
    const values = [maxResultBytes, resultAt, recordFields.length, ...recordFields, ...ids];
    const [time, answers] = await this.broker.ask(FIND.run(this.broker.producer, keys, values));
    const now = at ?? msOf(time);
    return ids.map((id, i) => {
      const [number, active, delayed, fields] = answers[i] ?? [];
      const queue = queues[(number ?? 0) - 1];
      if (queue === undefined || fields === undefined) return undefined;
      return snapshotOf(id, queue.name, parseRecord(fields, active === 1, delayed ?? null), now);
    });
  }
}
