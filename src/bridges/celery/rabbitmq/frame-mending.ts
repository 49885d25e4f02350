import type { ChannelModel } from 'amqplib';

const HEADER_FRAME = 2;
const FRAME_HEADER_BYTES = 7;
/** Before the flags: class, weight, size of the body. */
const BEFORE_FLAGS = 12;
const FLAG_TYPE = 0x8000;
const FLAG_ENCODING = 0x4000;
const FLAG_HEADERS = 0x2000;
/** Deeper headers would overflow the stack of amqplib's reader. */
const MAX_DEPTH = 64;

const [TEXT, BYTES, TABLE, LIST] = [code('S'), code('x'), code('F'), code('A')];
const [LONG, PYTHONS_LONG] = [code('l'), code('L')];
/** Bytes of the values of fixed size that amqplib can read. */
const SIZES: Readonly<Record<number, number>> = Object.fromEntries(
  Object.entries({ b: 1, B: 1, t: 1, s: 2, u: 2, I: 4, i: 4, f: 4, D: 5, l: 8, d: 8, T: 8, V: 0 }).map(
    ([tag, size]) => [code(tag), size],
  ),
);

/**
 * Keeps single messages from ending the connection, for ever: amqplib gives a connection up for a header that it cannot
 * read, and RabbitMQ delivers the message again. Python's client writes integers beyond 32 bits with a tag that amqplib
 * does not know (`L`), and a hostile client can nest headers deeper than its reader can follow. The first get the tag
 * that it knows, the others lose their properties, so that they arrive as messages that nobody can read.
 *
 * This replaces a method of amqplib's own connection. A version without it is left alone.
 */
export function mendFrames(model: ChannelModel): void {
  // `Connection` of its types lists one field. Checked below.
  const connection = model.connection as unknown as { rest?: unknown; recvFrame?: () => unknown };
  const receive = connection.recvFrame;
  if (typeof receive !== 'function') return;
  connection.recvFrame = function (this: { rest?: unknown }) {
    if (Buffer.isBuffer(this.rest)) mendFrame(this.rest);
    return receive.call(this);
  };
}

/** Mends the first frame of these bytes in place, if it is a message's header and whole. */
export function mendFrame(bytes: Buffer): void {
  if (bytes.length < FRAME_HEADER_BYTES || bytes[0] !== HEADER_FRAME) return;
  const end = FRAME_HEADER_BYTES + bytes.readUInt32BE(3);
  if (bytes.length <= end) return;
  const payload = bytes.subarray(FRAME_HEADER_BYTES, end);
  if (payload.length < BEFORE_FLAGS + 2 || isReadable(payload)) return;
  payload.writeUInt16BE(0, BEFORE_FLAGS);
}

function isReadable(payload: Buffer): boolean {
  const flags = payload.readUInt16BE(BEFORE_FLAGS);
  if ((flags & FLAG_HEADERS) === 0) return true;
  let at = BEFORE_FLAGS + 2;
  for (const flag of [FLAG_TYPE, FLAG_ENCODING]) if ((flags & flag) !== 0) at += 1 + (payload[at] ?? 0);
  try {
    return mendTable(payload, at, 0) <= payload.length;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** @returns the place behind the table */
function mendTable(bytes: Buffer, start: number, depth: number): number {
  const end = endOf(bytes, start);
  let at = start + 4;
  while (at < end) at = mendValue(bytes, at + 1 + bytes.readUInt8(at), depth);
  return end;
}

function mendList(bytes: Buffer, start: number, depth: number): number {
  const end = endOf(bytes, start);
  let at = start + 4;
  while (at < end) at = mendValue(bytes, at, depth);
  return end;
}

function mendValue(bytes: Buffer, at: number, depth: number): number {
  const tag = bytes.readUInt8(at);
  const value = at + 1;
  if (tag === TEXT || tag === BYTES) return endOf(bytes, value);
  if (depth >= MAX_DEPTH) throw new RangeError('nested too deep');
  if (tag === TABLE) return mendTable(bytes, value, depth + 1);
  if (tag === LIST) return mendList(bytes, value, depth + 1);
  if (tag === PYTHONS_LONG) bytes[at] = LONG;
  const size = tag === PYTHONS_LONG ? SIZES[LONG] : SIZES[tag];
  if (size === undefined || value + size > bytes.length) throw new RangeError('not a value');
  return value + size;
}

/** The end of what begins with its length. */
function endOf(bytes: Buffer, at: number): number {
  const end = at + 4 + bytes.readUInt32BE(at);
  if (end > bytes.length) throw new RangeError('longer than its frame');
  return end;
}

function code(tag: string): number {
  return tag.charCodeAt(0);
}
