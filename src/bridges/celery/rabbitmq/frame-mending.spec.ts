import { describe, expect, it } from '@jest/globals';
import { mendFrame } from './frame-mending.js';

const FLAGS_AT = 7 + 12;

/** The header frame of a message with this table of headers, and nothing else. */
function frameOf(table: Buffer): Buffer {
  const flags = Buffer.from([0x20, 0]);
  const payload = Buffer.concat([Buffer.alloc(12), flags, sized(table)]);
  return Buffer.concat([Buffer.from([2, 0, 1]), sized(payload), Buffer.from([0xce])]);
}

function sized(bytes: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(bytes.length);
  return Buffer.concat([size, bytes]);
}

function entry(name: string, tag: string, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([name.length]), Buffer.from(name + tag), value]);
}

function mended(table: Buffer): Buffer {
  const frame = frameOf(table);
  mendFrame(frame);
  return frame;
}

const hasHeaders = (frame: Buffer) => frame.readUInt16BE(FLAGS_AT) === 0x2000;

describe('mendFrame', () => {
  it("gives Python's integers of 64 bits the tag that amqplib knows, at any depth", () => {
    const long = Buffer.alloc(8, 1);
    const list = Buffer.concat([Buffer.from('L'), long]);
    const table = Buffer.concat([entry('a', 'L', long), entry('b', 'A', sized(list))]);
    const inner = entry('c', 'F', sized(entry('d', 'L', long)));
    const frame = mended(Buffer.concat([table, inner]));
    expect(hasHeaders(frame)).toBe(true);
    expect(frame.toString('latin1').match(/l/g)).toHaveLength(3);
    expect(frame.includes('L')).toBe(false);
  });

  it('leaves other values as they are', () => {
    const table = Buffer.concat([
      entry('L', 'S', sized(Buffer.from('LLL'))),
      entry('n', 'I', Buffer.alloc(4)),
      entry('t', 't', Buffer.alloc(1)),
      entry('v', 'V', Buffer.alloc(0)),
    ]);
    expect(mended(table)).toEqual(frameOf(table));
  });

  it.each([
    ['a tag that nobody knows', entry('a', '?', Buffer.alloc(4))],
    ['a text that is longer than its frame', entry('a', 'S', Buffer.from([0, 0, 1, 0, 1]))],
    ['a value without bytes', entry('a', 'I', Buffer.alloc(1))],
    ['a table without an end', Buffer.from([200])],
    ['lists nested without end', nestedLists(20_000)],
  ])('takes the properties away for %s', (_name, table) => {
    expect(hasHeaders(mended(table))).toBe(false);
  });

  it('waits for the rest of a frame, and passes others by', () => {
    const whole = frameOf(entry('a', '?', Buffer.alloc(4)));
    const part = Buffer.from(whole.subarray(0, whole.length - 1));
    mendFrame(part);
    expect(hasHeaders(part)).toBe(true);
    const method = Buffer.from(whole);
    method[0] = 1;
    mendFrame(method);
    expect(hasHeaders(method)).toBe(true);
  });
});

function nestedLists(depth: number): Buffer {
  const lists = Array.from({ length: depth }, (_, i) => {
    const list = Buffer.alloc(5);
    list.write('A');
    list.writeUInt32BE(5 * (depth - 1 - i), 1);
    return list;
  });
  return Buffer.concat([Buffer.from([1]), Buffer.from('a'), ...lists]);
}
