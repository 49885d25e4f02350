import { describe, expect, it } from '@jest/globals';
import { Command } from 'ioredis';
import { speedUpEncoding } from './command-encoding.js';

const ARGUMENTS: readonly (readonly (string | number | Buffer)[])[] = [
  ['key', 'value'],
  [],
  ['ключ', Buffer.from([0, 128, 255, 13, 10]), '', 7, 'é'],
  [Buffer.alloc(0), Buffer.alloc(0)],
  ['key', Buffer.alloc(100_000, 200)],
  ['\ud800', Buffer.from('x')],
];

function encodings(): Buffer[] {
  return ARGUMENTS.map((args) => Buffer.from(new Command('set', [...args]).toWritable({}) as Buffer));
}

describe('speedUpEncoding', () => {
  it('encodes every command as ioredis does', () => {
    const expected = encodings();
    speedUpEncoding();
    expect(encodings()).toEqual(expected);
  });
});
