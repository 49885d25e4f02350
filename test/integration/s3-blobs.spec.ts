import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import S3rver from 's3rver';
import request from 'supertest';
import { Blobs } from '../../src/features/fetch/bodies/blobs.js';
import { type FetchStand, startFetchStand } from '../support/fetch-stand.js';

const BUCKET = 'bodies';
const LARGE = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * index) % 251));
const SHA = createHash('sha256').update(LARGE).digest('hex');
const KEYS = { BLOB_S3_ACCESS_KEY_ID: 'S3RVER', BLOB_S3_SECRET_ACCESS_KEY: 'S3RVER' };

describe('blobs in a bucket', () => {
  let folder: string;
  let server: S3rver;
  let client: S3Client;
  let stand: FetchStand;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'celeriac-s3-'));
    server = new S3rver({
      port: 0,
      address: '127.0.0.1',
      silent: true,
      directory: folder,
      configureBuckets: [{ name: BUCKET, configs: [] }],
    });
    const { port } = await server.run();
    const endpoint = `http://127.0.0.1:${port}`;
    client = new S3Client({
      endpoint,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
    });
    stand = await startFetchStand({ BLOB_S3_BUCKET: BUCKET, BLOB_S3_ENDPOINT: endpoint, ...KEYS });
  });

  afterAll(async () => {
    await stand.stop();
    client.destroy();
    await server.close().catch(() => undefined); // the last test has closed it
    await rm(folder, { recursive: true, force: true });
  });

  it('are written, read in ranges, copied for the cache, and removed with their tasks', async () => {
    const { url } = await stand.serve((_, response) => response.end(LARGE));
    const first = await stand.run({ url });
    const second = await stand.run({ url });
    expect(second.result).toMatchObject({ from_cache: true, sha256: SHA });
    expect(await objects()).toEqual(
      [first, second].map(({ task_id }) => `celeriac/${task_id}/${SHA}`).sort(),
    );
    expect(await readdir(join(stand.sandbox.folder, 'blobs', 'incoming'))).toEqual([]);

    const { body } = await request(stand.server).get(first.result.body_url).expect(200);
    expect(LARGE.equals(body)).toBe(true);
    const asked = request(stand.server).get(second.result.body_url).set('Range', 'bytes=100-199');
    const part = await asked.expect(206).expect('Content-Range', 'bytes 100-199/300000');
    expect(LARGE.subarray(100, 200).equals(part.body)).toBe(true);

    await request(stand.server).delete(`/tasks/${first.task_id}`).expect(204);
    expect(await objects()).toEqual([`celeriac/${second.task_id}/${SHA}`]);
    await request(stand.server).delete(`/tasks/${second.task_id}`).expect(204);
    expect(await objects()).toEqual([]);
  });

  it('of a dead attempt are found by the sweep', async () => {
    const id = '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e';
    const blobs = stand.worker.get(Blobs, { strict: false });
    await blobs.keep(id, Readable.from([LARGE]));
    expect(await objects()).toEqual([`celeriac/${id}/${SHA}`]);
    await blobs.sweep();
    expect(await objects()).toHaveLength(1); // it may still be running
    await stand.sandbox.redis.zadd(`${stand.sandbox.prefix}:blobs`, 1, id);
    await blobs.sweep();
    expect(await objects()).toEqual([]);
    expect(await stand.sandbox.redis.zcard(`${stand.sandbox.prefix}:blobs`)).toBe(0);
  });

  it('are retried while the bucket is unavailable, until the task fails', async () => {
    const broken = await startFetchStand({
      BLOB_S3_BUCKET: 'none',
      BLOB_S3_ENDPOINT: 'http://127.0.0.1:1',
      ...KEYS,
    });
    const { url } = await broken.serve((_, response) => response.end(LARGE));
    const options = { attempts: 2, backoff: { type: 'fixed', delay_ms: 1 } };
    const task = await broken.run({ url }, options);
    expect(task).toMatchObject({ status: 'FAILURE', attempt: 2, error: { type: 'BlobStoreError' } });
    expect(task.error.message).not.toMatch(/127|ECONN|none/); // the caller must not learn its address
    await broken.stop();
  });

  it('answer 503 while the bucket is unavailable, without its address', async () => {
    const { url } = await stand.serve((_, response) => response.end(LARGE));
    const { result } = await stand.run({ url });
    await server.close();
    const { body, headers } = await request(stand.server).get(result.body_url).expect(503);
    expect(body).toMatchObject({ code: 'body-unavailable' });
    expect(headers['retry-after']).toBe('5');
    expect(JSON.stringify(body)).not.toMatch(/127\.0|ECONN|bodies\//);
  });

  async function objects(): Promise<string[]> {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: BUCKET }));
    return Contents.map(({ Key = '' }) => Key).sort();
  }
});
