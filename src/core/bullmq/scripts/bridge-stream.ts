import type { BrokerClient } from '../../redis/connections.js';
import { LuaScript } from '../../redis/lua-script.js';
import { list, listOf, nothing, text, tuple } from '../../redis/script-reply.js';
import { type JobRecord, parseRecord, recordFields } from '../job-record.js';
import { endField } from './hand-over-end.js';

/** The consumer group of every stream of ends. */
const GROUP = 'bridge';

/** A reader of the stream, under a name of its own. */
export interface StreamReader {
  readonly stream: string;
  readonly consumer: string;
}

/** An end in a stream. Its queue may be one that this version does not know. */
export interface StreamedEnd {
  readonly entry: string;
  readonly id: string;
  readonly queue: string;
  readonly record: JobRecord;
}

const SETTLE = new LuaScript({
  name: 'settle-bridge-ends',
  keys: ['ends'],
  args: ['group'],
  moreArgs: 'entries',
  text: `
for _, entry in ipairs(entries) do
  redis.pcall('XACK', ends, group, entry)
  redis.call('XDEL', ends, entry)
end
return nil
`,
  reply: nothing,
});

/** Creates the group, from the first end on, unless it exists. */
export async function ensureGroup(redis: BrokerClient, stream: string): Promise<void> {
  await redis.xgroup('CREATE', stream, GROUP, '0', 'MKSTREAM').catch((error: unknown) => {
    if (!isReply(error, 'BUSYGROUP')) throw error;
  });
}

/** True for the error of a stream that has no group, or is missing. */
export function lacksGroup(error: unknown): boolean {
  return isReply(error, 'NOGROUP');
}

/** The next ends that nobody has taken. Blocks the connection until there is one, or `waitMs` are over. */
export async function readEnds(
  redis: BrokerClient,
  { stream, consumer }: StreamReader,
  count: number,
  waitMs: number,
): Promise<StreamedEnd[]> {
  const block = ['COUNT', count, 'BLOCK', Math.max(1, waitMs)] as const;
  const reply: unknown = await redis.xreadgroup('GROUP', GROUP, consumer, ...block, 'STREAMS', stream, '>');
  return reply === null ? [] : list(reply).flatMap((each) => endsIn(ofStream(each)[1]));
}

/** Takes over ends that another consumer, or this one, has taken at least `idleMs` ago. */
export async function claimEnds(
  redis: BrokerClient,
  { stream, consumer }: StreamReader,
  from: string,
  { count, idleMs }: { readonly count: number; readonly idleMs: number },
): Promise<{ readonly next: string; readonly ends: StreamedEnd[] }> {
  const reply = list(await redis.xautoclaim(stream, GROUP, consumer, idleMs, from, 'COUNT', count));
  return { next: text(reply[0]), ends: endsIn(reply[1]) };
}

/** Removes ends that their bridge has told. */
export async function settleEnds(
  redis: BrokerClient,
  stream: string,
  entries: readonly string[],
): Promise<void> {
  await SETTLE.run(redis, { ends: stream, group: GROUP, entries });
}

/** The time of an entry, ms since 1970. */
export function entryAt(entry: string): number {
  return Number.parseInt(entry, 10);
}

const ofStream = tuple(text, list);
const parts = tuple(text, listOf(text));

/** Redis 6.2 shows an entry that was removed as nil. */
function endsIn(reply: unknown): StreamedEnd[] {
  return list(reply).flatMap((each) => (each === null ? [] : [endOf(...parts(each))]));
}

function endOf(entry: string, flat: readonly string[]): StreamedEnd {
  const fields = new Map<string, string>();
  for (let i = 0; i < flat.length; i += 2) fields.set(flat[i] ?? '', flat[i + 1] ?? '');
  const values = recordFields.map((name) => fields.get(name) ?? null);
  const [id = '', queue = ''] = [fields.get(endField.id), fields.get(endField.queue)];
  return { entry, id, queue, record: parseRecord(values, false, null) };
}

function isReply(error: unknown, code: string): boolean {
  return error instanceof Error && error.message.startsWith(code);
}
