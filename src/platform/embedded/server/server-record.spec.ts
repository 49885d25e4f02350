import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readRecord, removeRecord, writeRecord } from './server-record.js';

describe('the record of a server', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'celeriac-record-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('is read back as written, until it is removed', () => {
    const record = { server: '12@34', port: 20_000, owner: '11@33', container: 'celeriac-server-0' };
    writeRecord(folder, record);
    expect(readRecord(folder)).toEqual(record);
    expect(readdirSync(folder)).toEqual(['embedded.json']);
    removeRecord(folder);
    removeRecord(folder);
    expect(readRecord(folder)).toBeUndefined();
  });

  it.each(['', '{', 'null', '[]', '{"server":"1@2","port":"6379","owner":"1@2"}', '{"server":1,"port":1}'])(
    'is undefined if the file contains %s',
    (text) => {
      writeFileSync(join(folder, 'embedded.json'), text);
      expect(readRecord(folder)).toBeUndefined();
    },
  );
});
