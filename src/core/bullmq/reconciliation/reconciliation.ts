import { Injectable } from '@nestjs/common';
import type { QueueName } from '../../task/queue-name.js';
import { Broker } from '../../redis/broker.js';
import { ENQUEUE } from './enqueue-script.js';
import { KEY_WALK } from './key-walk-script.js';
import { Keys } from '../../redis/keys.js';
import { LuaScript } from '../../redis/lua-script.js';
import { flag, integer, listOf, text, tuple } from '../../redis/script-reply.js';
import { endPlaces, listPlaces, queueKey, setPlaces } from '../layout.js';
import { META } from './meta-script.js';
import { PLACE_WALK } from './place-walk-script.js';
import { quoted } from './quoted.js';
import { Queues } from '../queues.js';
import { RECORD_WALK } from './record-walk-script.js';

/** Interval between passes. */
const PASS_EVERY_MS = 60_000;
/** Number of records or members per slice: about a millisecond of Redis' time. */
const SLICE = 100;
/** Pause between two slices: less than 1 % of Redis' time, or about 5 % if something may be lost. */
const PAUSE_MS = 100;
const HURRIED_PAUSE_MS = 20;
/** If the index has this many entries more than all places have members, something counts as lost. */
const SUSPICIOUS = 100;

/**
 * The repair of a task. `requeued`, `delayed`: it was in no place and waits again. `reactivated`: it runs, and is in
 * the list of running jobs again. `ended`: it is in a set of ended jobs again. `indexed`: it can be listed again.
 * `dropped`: a place, or the remnant of a record, had no task. `restored`: a setting of the queue applies again; the id
 * is its name.
 */
export const mends = [
  'requeued',
  'delayed',
  'reactivated',
  'ended',
  'indexed',
  'dropped',
  'restored',
] as const;

export type Mend = (typeof mends)[number];

export interface Mended {
  readonly mend: Mend;
  readonly queue: QueueName;
  readonly id: string;
}

export interface Slice {
  /** False if it was not due yet, or another process does the pass. */
  readonly isDone: boolean;
  /** Time until the next slice, in ms. */
  readonly waitMs: number;
  readonly mended: readonly Mended[];
}

/**
 * One slice of a pass: along the index first, then along the places, and along all keys after a restart or if the index
 * had lost entries. Redis keeps its position, so that any process can continue it, and the time of the next slice, so
 * that only one process works at a time. A new run id starts a pass.
 *
 * A queue with a key of a wrong type is skipped: a repair would fail halfway.
 *
 * `typeAside`: begins the names of the sets of what is set aside. `prefixes` and `names` are those of the queues. `count`: the size of a slice. `changes`: a channel. Returns the ms to
 * wait, whether it did something, and kind, queue and id in turn.
 */
const SLICE_SCRIPT = new LuaScript({
  name: 'reconcile',
  keys: ['position', 'index', 'deadlines', 'completions', 'holds', 'asideTypes'],
  moreKeys: 'prefixes',
  args: ['runId', 'changes', 'typeAside'],
  numbers: ['passEvery', 'count', 'pauseMs', 'hurriedPauseMs', 'mostStalls', 'suspicious'],
  moreArgs: 'names',
  text: `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function isOf(type, key)
  local found = redis.call('TYPE', key)['ok']
  return found == 'none' or found == type
end

if not isOf('hash', position) then redis.call('DEL', position) end
local run, began, due, walk, at, hurry, isGap = unpack(redis.call('HMGET', position,
  'run', 'began', 'due', 'walk', 'at', 'hurry', 'gap'))
local isNewRun = runId ~= '' and run ~= runId
local waitMs = (tonumber(due) or 0) - now
if not isNewRun and waitMs > 0 and waitMs <= passEvery then return { waitMs, 0, {} } end

local keysByType = {
  zset = { ${quoted([...setPlaces, queueKey.marker])} }, list = { ${quoted(listPlaces)} },
  hash = { '${queueKey.meta}' }, string = { '${queueKey.priorityCounter}' },
  set = { '${queueKey.stalled}' }, stream = { '${queueKey.events}' },
}
local queues = {}
for i, prefix in ipairs(prefixes) do
  local queue = { name = names[i], keys = prefix, isSound = true }
  for type, keys in pairs(keysByType) do
    for _, name in ipairs(keys) do queue.isSound = queue.isSound and isOf(type, queue.keys .. name) end
  end
  queues[#queues + 1] = queue
end
local isSound = isOf('zset', index) and isOf('zset', deadlines) and isOf('zset', completions) and isOf('hash', holds)
  and isOf('set', asideTypes)
if not isSound then return { passEvery, 0, {} } end

local mended, found, indexed = {}, 0, 0
local function report(kind, queue, id)
  if kind == 'indexed' then indexed = indexed + 1 end
  if kind ~= 'dropped' and kind ~= 'restored' then found = found + 1 end
  for _, value in ipairs({ kind, queue.name, id }) do mended[#mended + 1] = value end
end

local function hasSurplus()
  local surplus = redis.call('ZCARD', index)
  for _, queue in ipairs(queues) do
    if not queue.isSound then return false end
    for _, name in ipairs(keysByType.zset) do
      if name ~= '${queueKey.marker}' then surplus = surplus - redis.call('ZCARD', queue.keys .. name) end
    end
    for _, name in ipairs(keysByType.list) do surplus = surplus - redis.call('LLEN', queue.keys .. name) end
  end
  return surplus > suspicious
end
${META}${ENQUEUE}${RECORD_WALK}${PLACE_WALK}${KEY_WALK}
if isNewRun or not walk or walk == 'done' then
  began, walk, at = now, 'records', ''
  hurry = ((isNewRun and run) or hasSurplus()) and '1' or '0' -- without an earlier run, nothing was lost
  isGap = isNewRun and '1' or '0'
  for _, queue in ipairs(queues) do if queue.isSound then keepSettings(queue) end end
end
local walks = { records = walkRecords, places = walkPlaces, keys = walkKeys }
at = walks[walk](at, count)
if indexed > 0 then isGap = walk == 'keys' and 'known' or '1' end
if found > 0 then hurry = '1' end
if not at then
  at = ''
  if walk == 'records' then walk = 'places'
  elseif walk == 'places' and isGap == '1' then walk = 'keys'
  else walk = 'done' end
end
local pause = hurry == '1' and hurriedPauseMs or pauseMs
if walk == 'done' and isGap ~= 'known' then pause = math.max(pause, tonumber(began) + passEvery - now) end
redis.call('HSET', position, 'run', runId ~= '' and runId or run or '', 'began', began, 'due', now + pause, 'walk', walk,
  'at', at, 'hurry', hurry, 'gap', isGap)
return { pause, 1, mended }
`,
  reply: tuple(integer, flag, listOf(text)),
});

/**
 * Ensures that each accepted task is in exactly one place, where a worker or the retention finds it. A power failure,
 * an operator's DEL or a key of a wrong type can leave a record in no place, which nothing else would notice.
 */
@Injectable()
export class Reconciliation {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly keys: Keys,
  ) {}

  /**
   * Runs the next slice, if it is due.
   *
   * @param mostStalls number of deaths of its worker after which a task is not run again
   * @param runId of the current Redis; undefined if unknown
   * @throws BrokerUnavailableError
   */
  async slice(mostStalls: number, runId: string | undefined): Promise<Slice> {
    const { reconciliation, index, expirations, completions, changes } = this.keys;
    const running = SLICE_SCRIPT.run(this.broker.producer, {
      position: reconciliation,
      deadlines: expirations,
      holds: this.keys.holds('paused'),
      asideTypes: this.keys.asideTypes,
      typeAside: this.keys.typeAside(''),
      prefixes: this.queues.names.map((name) => this.queues.keys(name).prefix),
      names: this.queues.names,
      runId: runId ?? '',
      passEvery: PASS_EVERY_MS,
      count: SLICE,
      pauseMs: PAUSE_MS,
      hurriedPauseMs: HURRIED_PAUSE_MS,
      suspicious: SUSPICIOUS,
      ...{ index, completions, changes, mostStalls },
    });
    const [waitMs, isDone, found] = await this.broker.ask(running);
    const mended = mendedOf(found);
    await this.walkAgain(mended);
    return { isDone, waitMs, mended };
  }

  /** A restored entry in a set of ended jobs may lie behind the current position of the retention's walk. */
  private async walkAgain(mended: readonly Mended[]): Promise<void> {
    const queues = new Set(mended.filter(({ mend }) => mend === 'ended').map(({ queue }) => queue));
    const walks = [...queues].flatMap((queue) =>
      endPlaces.flatMap((set) => [this.keys.walk('own', queue, set), this.keys.walk('all', queue, set)]),
    );
    if (walks.length > 0) await this.broker.ask(this.broker.producer.del(...walks));
  }
}

function mendedOf(found: readonly string[]): Mended[] {
  const mended: Mended[] = [];
  // The script only returns kinds and names that it was given.
  for (let i = 0; i < found.length; i += 3)
    mended.push({ mend: found[i] as Mend, queue: found[i + 1] as QueueName, id: found[i + 2] ?? '' });
  return mended;
}
