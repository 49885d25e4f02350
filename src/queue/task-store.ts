import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
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
 * KEYS: for each queue its key prefix. ARGV: the largest result to read (bytes; 0: any), then the ids. The fields stand in
 * the text: to send them with each read costs more than to read them. Returns the time (s, µs), and a Found an id.
 */
const FIND = new LuaScript<[time: [string, string], found: Found[]]>(`
local most = tonumber(ARGV[1])
local function read(q, id)
  local key = KEYS[q] .. id
  if redis.call('EXISTS', key) == 0 then return false end
  local isTooLarge = most > 0 and redis.call('HSTRLEN', key, 'returnvalue') > most
  local values = redis.call('HMGET', key, ${recordFields.map(fieldRead).join(', ')})
  if isTooLarge then values[${placeOf('returnvalue')}] = '${RESULT_LEFT_OUT}' end
  if values[${placeOf('finishedOn')}] then return { q, 0, false, values } end
  if redis.call('LPOS', KEYS[q] .. 'active', id) then return { q, 1, false, values } end
  return { q, 0, redis.call('ZSCORE', KEYS[q] .. 'delayed', id), values }
end
local result = {}
for n = 2, #ARGV do
  local found = false
  for q = 1, #KEYS do found = found or read(q, ARGV[n]) end
  result[n - 1] = found
end
return { redis.call('TIME'), result }
`);

/** Lua: the name of a field, written out: to put a list of them together costs more than to read them all. */
function fieldRead(field: string): string {
  return field === 'returnvalue' ? `isTooLarge and '' or '${field}'` : `'${field}'`;
}

/** Where among the fields, from 1 as Lua counts, one is. */
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
    const keys = queues.map(({ queue }) => queue.toKey(''));
    const finding = FIND.run(this.broker.producer, keys, [maxResultBytes, ...ids]);
    const [time, answers] = await this.broker.ask(finding);
    const now = at ?? msOf(time);
    return ids.map((id, i) => {
      const [number, active, delayed, fields] = answers[i] ?? [];
      const queue = queues[(number ?? 0) - 1];
      if (queue === undefined || fields === undefined) return undefined;
      const record = parseRecord(fields, active === 1, delayed ?? null);
      return snapshotOf(id, queue.name, record, now, this.config.resultRetentionMs);
    });
  }
}
