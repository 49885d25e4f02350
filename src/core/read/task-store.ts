import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { Broker, msOf } from '../redis/broker.js';
import { RESULT_LEFT_OUT, parseRecord, recordFields } from '../bullmq/job-record.js';
import { LuaScript } from '../redis/lua-script.js';
import { TaskNotFoundError } from '../task/queue.errors.js';
import { Queues } from '../bullmq/queues.js';
import { isTaskId } from '../task/task-id.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import { snapshotOf } from '../bullmq/job-snapshot.js';

/** Queue index from 1, 1 if active, score in the delayed set, values of the fields; null if there is no such job. */
type Found = [queue: number, active: number, delayed: string | null, values: (string | null)[]] | null;

/** Size limit of one reply about several tasks, in bytes. */
const PART_BYTES = 1_048_576;
/**
 * Size limits of a task's list of stacks: of a larger list only the last is read. New stacks are never larger than the
 * first.
 */
const MAX_STACKS = { ofOne: 65_536, ofSeveral: 8_192 } as const;

/**
 * Finds jobs by their ids in whichever queue has them, each with its fields, whether it runs and until when it is
 * delayed, in one atomic step: two reads could see a job waiting in the first and finished in the second, and tell a
 * story that never was. The time is the broker's: what has expired is judged by one clock for all processes.
 *
 * An answer has PART_BYTES at most, or one job: it then tells of the first ids only. A long one would take so long that
 * the broker seems to be gone, and all others would wait for it.
 *
 * KEYS: for each queue its key prefix. ARGV: the largest result to read (bytes; 0: any), the largest list of stacks of
 * which more than the last is read, then the ids. The fields stand in the text: to send them with each read costs more
 * than to read them. Returns the time (s, µs), and a Found an id.
 */
const FIND = new LuaScript<[time: [string, string], found: Found[]]>(`
local most, mostStacks, room = tonumber(ARGV[1]), tonumber(ARGV[2]), ${PART_BYTES}
-- Quote, comma, quote stands nowhere else in a list of texts: within a text a quote is escaped.
local function lastOf(stacks)
  local last = string.match(stacks, '^.*","(.*)$')
  return last and '["' .. last or stacks
end
local function read(q, id)
  local key = KEYS[q] .. id
  if redis.call('EXISTS', key) == 0 then return false end
  local isTooLarge = most > 0 and redis.call('HSTRLEN', key, 'returnvalue') > most
  local values = redis.call('HMGET', key, ${recordFields.map(fieldRead).join(', ')})
  for n = 1, #values do room = room - (values[n] and #values[n] or 0) end
  local stacks = values[${placeOf('stacktrace')}]
  if stacks and #stacks > mostStacks then values[${placeOf('stacktrace')}] = lastOf(stacks) end
  if isTooLarge then values[${placeOf('returnvalue')}] = '${RESULT_LEFT_OUT}' end
  if values[${placeOf('finishedOn')}] then return { q, 0, false, values } end
  if redis.call('LPOS', KEYS[q] .. 'active', id) then return { q, 1, false, values } end
  return { q, 0, redis.call('ZSCORE', KEYS[q] .. 'delayed', id), values }
end
local result = {}
for n = 3, #ARGV do
  local found = false
  for q = 1, #KEYS do found = found or read(q, ARGV[n]) end
  result[n - 2] = found
  if room < 0 then break end
end
return { redis.call('TIME'), result }
`);

/** Lua: a field name as literal code: building a list of them costs more than reading the fields. */
function fieldRead(field: string): string {
  return field === 'returnvalue' ? `isTooLarge and '' or '${field}'` : `'${field}'`;
}

/** Position of a field, counted from 1 as in Lua. */
function placeOf(field: (typeof recordFields)[number]): number {
  return recordFields.indexOf(field) + 1;
}

/** Reads submitted tasks. */
@Injectable()
export class TaskStore {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly config: Config,
  ) {}

  /**
   * The current state of a task.
   *
   * @throws TaskNotFoundError if it does not exist or its retention is over
   * @throws BrokerUnavailableError
   */
  async find(id: string): Promise<TaskSnapshot> {
    const [snapshot] = isTaskId(id) ? await this.findMany([id.toLowerCase()]) : [];
    if (snapshot === undefined) throw new TaskNotFoundError(id);
    return snapshot;
  }

  /**
   * Reads several tasks, in the order of the ids; undefined for a missing one.
   *
   * @param maxResultBytes larger results are left out and marked so; 0 means no limit
   */
  async findMany(ids: readonly string[], maxResultBytes = 0): Promise<(TaskSnapshot | undefined)[]> {
    return this.read(ids, maxResultBytes);
  }

  /**
   * A task as recorded, even if its retention is over, until it is removed.
   *
   * @param maxResultBytes like `findMany`
   */
  async findRecorded(id: string, maxResultBytes: number): Promise<TaskSnapshot | undefined> {
    const [snapshot] = isTaskId(id) ? await this.read([id], maxResultBytes, 0) : [];
    return snapshot;
  }

  /** @param at the time to evaluate at, in ms since 1970. Default: the broker's */
  private async read(ids: readonly string[], maxResultBytes: number, at?: number) {
    const queues = this.queues.all();
    const keys = queues.map(({ queue }) => queue.toKey(''));
    const limits = [maxResultBytes, ids.length > 1 ? MAX_STACKS.ofSeveral : MAX_STACKS.ofOne];
    const snapshots: (TaskSnapshot | undefined)[] = [];
    while (snapshots.length < ids.length) {
      const rest = ids.slice(snapshots.length);
      const finding = FIND.run(this.broker.producer, keys, [...limits, ...rest]);
      const [time, answers] = await this.broker.ask(finding);
      for (const [i, found] of answers.entries()) {
        const [number, active, delayed, fields] = found ?? [];
        const queue = queues[(number ?? 0) - 1];
        const record = fields && parseRecord(fields, active === 1, delayed ?? null);
        const now = at ?? msOf(time);
        snapshots.push(
          queue &&
            record &&
            snapshotOf(rest[i] ?? '', queue.name, record, now, this.config.resultRetentionMs),
        );
      }
    }
    return snapshots;
  }
}
