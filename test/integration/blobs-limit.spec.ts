import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { BlobsFullError } from '../../src/platform/blob-store/blob-store.js';
import { Blobs } from '../../src/features/fetch/bodies/blobs.js';
import { newTaskId } from '../../src/core/task/task-id.js';
import { type FetchStand, startFetchStand } from '../support/fetch-stand.js';

const SIZE = 300_000;
const LARGE = Buffer.alloc(SIZE, 'x');
/** Two such bodies fit, three do not. */
const LIMIT = 700_000;
/** Later than any check of the sweep. */
const FAR = Date.now() + 1e10;

describe('BLOBS_MAX_BYTES', () => {
  let stand: FetchStand;
  let blobs: Blobs;

  beforeAll(async () => {
    stand = await startFetchStand({ BLOBS_MAX_BYTES: String(LIMIT) });
    blobs = stand.worker.get(Blobs, { strict: false });
  });
  afterEach(async () => {
    for (const id of await stand.sandbox.redis.zrange(key('blobs'), 0, -1)) await remove(id);
    expect(await total()).toBe(0);
    expect(kept()).toEqual([]);
    await stand.closeOrigins();
  });
  afterAll(() => stand.stop());

  it('fails a fetch for good if it would exceed the limit, until a task with a body is deleted', async () => {
    const [first, second] = [await fetchNew(), await fetchNew()];
    const refused = await fetchNew();
    expect(refused).toMatchObject({ status: 'FAILURE', attempt: 1, error: { type: 'BlobsFullError' } });
    expect(refused.error.message).toContain('BLOBS_MAX_BYTES');
    expect(kept()).toEqual([first.task_id, second.task_id].sort());
    expect(await total()).toBe(2 * SIZE);
    await remove(first.task_id);
    expect(await fetchNew()).toMatchObject({ status: 'SUCCESS' });
  });

  it('counts a body copied from the cache, and refuses the copy that exceeds the limit', async () => {
    const { url } = await stand.serve((_, response) => response.end(LARGE));
    expect((await stand.run({ url })).status).toBe('SUCCESS');
    expect((await stand.run({ url })).result).toMatchObject({ from_cache: true });
    expect(await stand.run({ url })).toMatchObject({ status: 'FAILURE', error: { type: 'BlobsFullError' } });
  });

  it('does not count bodies that fit into a result', async () => {
    await fetchNew();
    await fetchNew();
    const { url } = await stand.serve((_, response) => response.end('small'));
    expect((await stand.run({ url })).status).toBe('SUCCESS');
  });

  it('holds for many concurrent bodies', async () => {
    const ends = await Promise.allSettled(Array.from({ length: 8 }, () => keep(newTaskId())));
    const refusals = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
    expect(refusals).toHaveLength(6);
    for (const refusal of refusals) expect(refusal).toBeInstanceOf(BlobsFullError);
    expect(kept()).toHaveLength(2);
  });

  it('stops receiving a body when it exceeds the remaining space', async () => {
    let sent = 0;
    async function* endless() {
      for (; ; sent += SIZE) yield await Promise.resolve(LARGE);
    }
    await expect(blobs.keep(newTaskId(), endless())).rejects.toBeInstanceOf(BlobsFullError);
    expect(sent).toBe(2 * SIZE);
  });

  it('releases the reservation of a copy whose body is gone', async () => {
    const from = { taskId: newTaskId(), sha256: 'a'.repeat(64) };
    expect(await blobs.copy(from, newTaskId(), SIZE)).toBe(false);
    expect(await total()).toBe(0);
  });

  it('lets the sweep release the reservation of a dead attempt', async () => {
    const id = newTaskId();
    await keep(id);
    expect(await total()).toBe(SIZE);
    await sweepNow(id);
    expect(await total()).toBe(0);
  });

  it('lets the sweep count the files of two attempts of a task once', async () => {
    const { task_id: id } = await fetchNew();
    await keep(id);
    expect(await total()).toBe(2 * SIZE);
    await sweepNow(id);
    expect(await total()).toBe(SIZE);
  });

  it('lets the sweep count files of an earlier version soon', async () => {
    const { task_id: id } = await fetchNew();
    await stand.sandbox.redis.del(key('blob-sizes'));
    await stand.sandbox.redis.zadd(key('blobs'), FAR, id);
    await blobs.sweep();
    expect(Number(await stand.sandbox.redis.zscore(key('blobs'), id))).toBeLessThan(FAR);
    await sweepNow(id);
    expect(await total()).toBe(SIZE);
    await stand.sandbox.redis.zadd(key('blobs'), FAR, id);
    await blobs.sweep();
    expect(Number(await stand.sandbox.redis.zscore(key('blobs'), id))).toBe(FAR);
  });

  function key(name: string): string {
    return `${stand.sandbox.prefix}:${name}`;
  }

  async function total(): Promise<number> {
    return Number(await stand.sandbox.redis.hget(key('blob-sizes'), 'total'));
  }

  function kept(): string[] {
    const names = readdirSync(join(stand.sandbox.folder, 'blobs')).sort();
    expect(readdirSync(join(stand.sandbox.folder, 'blobs', 'incoming'))).toEqual([]);
    return names.filter((name) => name !== 'incoming');
  }

  async function sweepNow(id: string): Promise<void> {
    await stand.sandbox.redis.zadd(key('blobs'), 1, id);
    await blobs.sweep();
  }

  async function keep(id: string): Promise<void> {
    await blobs.keep(id, Readable.from([LARGE]));
  }

  /** Without its task, too. */
  async function remove(id: string): Promise<void> {
    await request(stand.server).delete(`/tasks/${id}`);
    await blobs.removeOf(id);
  }

  /** A body that is not cached. */
  async function fetchNew() {
    const { url } = await stand.serve((_, response) => response.end(LARGE));
    return stand.run({ url });
  }
});
