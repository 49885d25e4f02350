import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { FetchedBodies } from '../../src/features/fetch/bodies/fetched-bodies.js';
import request from 'supertest';
import { type FetchStand, startFetchStand } from '../support/fetch-stand.js';
import { newTaskId } from '../../src/core/task/task-id.js';

const LARGE = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * index) % 251));
const SHA = createHash('sha256').update(LARGE).digest('hex');

describe('GET /fetch/{task_id}/body', () => {
  let stand: FetchStand;
  let large: string;

  beforeAll(async () => {
    stand = await startFetchStand();
    large = await fetched('text/html', LARGE, '/a/..%2f"ü/page.html?b');
    await stand.closeOrigins();
  });
  afterEach(() => stand.closeOrigins());
  afterAll(() => stand.stop());

  it('returns a large body unchanged, and never as a page of this origin', async () => {
    const { body, headers } = await read(large).buffer().parse(bytes).expect(200);
    expect(LARGE.equals(body)).toBe(true);
    expect(headers).toMatchObject({
      'content-type': 'text/html',
      'content-length': '300000',
      'content-disposition': 'attachment; filename="page.html"',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'accept-ranges': 'bytes',
      etag: `"${SHA}"`,
    });
  });

  it.each([
    ['bytes=0-9', 0, 9],
    ['bytes=299990-', 299_990, 299_999],
    ['bytes=-1', 299_999, 299_999],
    ['bytes=299999-999999', 299_999, 299_999],
    ['bytes=-999999', 0, 299_999],
    ['Bytes = 5 - 5', 5, 5],
  ])('returns the range %s', async (range, first, last) => {
    const { body, headers } = await read(large).set('Range', range).buffer().parse(bytes).expect(206);
    expect(LARGE.subarray(first, last + 1).equals(body)).toBe(true);
    expect(headers['content-range']).toBe(`bytes ${first}-${last}/300000`);
    expect(headers['content-length']).toBe(String(last - first + 1));
  });

  it.each(['bytes=300000-', 'bytes=-0'])('refuses the range %s', async (range) => {
    const { body, headers } = await read(large).set('Range', range).expect(416);
    expect(body).toMatchObject({ code: 'range-not-satisfiable' });
    expect(headers['content-range']).toBe('bytes */300000');
  });

  it.each([
    'bytes=9-0',
    'bytes=0-1,5-6',
    'lines=0-1',
    'bytes=-',
    'bytes=a-b',
    'bytes=0x1-2',
    `bytes=${' '.repeat(3_000)}-x`,
  ])('returns the whole body for the range %s', async (range) => {
    const { headers } = await request(stand.server)
      .head(`/fetch/${large}/body`)
      .set('Range', range)
      .expect(200);
    expect(headers['content-length']).toBe('300000');
  });

  it.each([
    [`"${SHA}"`, 206],
    ['"other"', 200],
    [`W/"${SHA}"`, 200],
    ['Tue, 24 Nov 2026 08:00:00 GMT', 200],
  ])('returns a range if %s still matches: %i', async (condition, status) => {
    const asked = request(stand.server).head(`/fetch/${large}/body`);
    await asked.set('Range', 'bytes=0-9').set('If-Range', condition).expect(status);
  });

  it('answers 304 to a client that has it already', async () => {
    await read(large).set('If-None-Match', `"a", W/"${SHA}"`).expect(304);
    await read(large).set('If-None-Match', '"a"').expect(200);
  });

  it.each([
    ['application/json; charset=utf-8', '{"a": 1}', 'application/json', '{"a":1}'],
    ['text/html; charset=iso-8859-1', Buffer.from([0xfc]), 'text/html; charset=utf-8', 'ü'],
    ['image/svg+xml', '<svg/>', 'image/svg+xml; charset=utf-8', '<svg/>'],
    ['image/png', Buffer.from([0, 255]), 'image/png', Buffer.from([0, 255])],
    ['no type at all', 'x', 'application/octet-stream', 'x'],
    ['text/plain', '', 'text/plain; charset=utf-8', ''],
  ])(
    'returns a body of type %s that is part of the result',
    async (type, content, expectedType, expected) => {
      const id = await fetched(type, content, '/');
      const { body, headers } = await read(id).buffer().parse(bytes).expect(200);
      expect(Buffer.from(expected).equals(body)).toBe(true);
      expect(headers).toMatchObject({
        'content-type': expectedType,
        'content-disposition': 'attachment; filename="body"',
      });
      if (body.length > 0) await read(id).set('Range', 'bytes=0-0').buffer().parse(bytes).expect(206);
    },
  );

  it('explains why there is no body', async () => {
    const { url } = await stand.serve((_, response) => response.end('1'));
    const head = await stand.run({ url, method: 'HEAD' });
    for (const id of [
      head.task_id,
      (await stand.run({ url: 'http://127.0.0.1:1/' }, { attempts: 1 })).task_id,
    ]) {
      const { body } = await read(id).expect(404);
      expect(body).toMatchObject({ code: 'no-fetched-body' });
    }
    expect((await read(newTaskId()).expect(404)).body).toMatchObject({ code: 'task-not-found' });
    await read('..%2f..%2fetc').expect(404);
  });

  it('is available to other features of the service', async () => {
    const bodies = stand.app.get(FetchedBodies, { strict: false });
    const opened = await bodies.open(large);
    expect(opened).toMatchObject({ contentType: 'text/html', size: 300_000 });
    const chunks: Buffer[] = [];
    for await (const chunk of opened?.stream ?? []) chunks.push(chunk);
    expect(LARGE.equals(Buffer.concat(chunks))).toBe(true);
    expect(await bodies.open(newTaskId())).toBeUndefined();
  });

  it('is removed with its task, from the disk too', async () => {
    const id = await fetched('a/b', LARGE, '/gone');
    const folder = join(stand.sandbox.folder, 'blobs');
    expect(readdirSync(join(folder, id))).toEqual([SHA]);
    await request(stand.server).delete(`/tasks/${id}`).expect(204);
    expect(existsSync(join(folder, id))).toBe(false);
    expect(readdirSync(join(folder, 'incoming'))).toEqual([]);
    await read(id).expect(404);
  });

  function read(id: string): request.Test {
    return request(stand.server).get(`/fetch/${id}/body`);
  }

  async function fetched(type: string, content: string | Buffer, path: string): Promise<string> {
    const { url } = await stand.serve((_, response) => response.setHeader('content-type', type).end(content));
    const { task_id, status } = await stand.run({ url: url + path });
    expect(status).toBe('SUCCESS');
    return task_id;
  }
});

/** For superagent, which passes the message itself as the response. */
function bytes(response: unknown, callback: (error: Error | null, body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  (response as Readable)
    .on('data', (chunk: Buffer) => chunks.push(chunk))
    .on('end', () => callback(null, Buffer.concat(chunks)));
}
