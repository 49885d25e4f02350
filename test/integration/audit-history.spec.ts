import { afterAll, beforeAll, expect, it } from '@jest/globals';
import request from 'supertest';
import { AuditCopy } from '../../src/api/audit/audit-copy.js';
import { type TestDatabase, createTestDatabase, describeWithPostgres } from '../support/postgres.js';
import { type Stand, startStand } from '../support/stand.js';

describeWithPostgres('the audit log with a history', () => {
  let database: TestDatabase;
  let stand: Stand;

  beforeAll(async () => {
    database = await createTestDatabase();
    stand = await startStand({}, { HISTORY_URL: database.url, AUDIT_MAX_ENTRIES: '100' });
  });
  afterAll(async () => {
    await stand.stop();
    await database.drop();
  });

  const api = () => request(stand.app.getHttpServer());

  /** Acts so often, and copies before anything is displaced. */
  async function act(times: number, action: () => Promise<unknown>): Promise<void> {
    for (let i = 0; i < times; i++) {
      await action();
      if (i % 50 === 0 || i === times - 1) await stand.app.get(AuditCopy, { strict: false }).copy();
    }
  }

  /** All entries, page by page. */
  async function entries(query: string): Promise<{ audit_id: string; target: string }[]> {
    const all = [];
    for (let cursor = ''; ;) {
      const { body } = await api().get(`/audit?limit=90${query}${cursor}`).expect(200);
      all.push(...body.items);
      if (body.next_cursor === null) return all;
      cursor = `&cursor=${body.next_cursor}`;
    }
  }

  it('continues beyond what Redis keeps, once and in order', async () => {
    await act(130, () => api().put('/queues/fetch/pause').expect(200));
    await act(110, () => api().post('/tasks/none/retry').expect(404));
    const first = await entries('&target=fetch');
    expect(first).toHaveLength(130);

    await act(120, () => api().put('/queues/tasks/pause').expect(200));
    expect(await stand.sandbox.redis.zcard(`${stand.sandbox.prefix}:audit`)).toBe(100);
    expect(await entries('&target=fetch')).toEqual(first);
    expect(await entries('&action=task')).toHaveLength(110);
    const all = await entries('');
    expect(all).toHaveLength(360);
    expect(new Set(all.map(({ audit_id }) => audit_id)).size).toBe(360);
    const ids = all.map(({ audit_id }) => Number(audit_id));
    expect(ids).toEqual(ids.toSorted((a, b) => b - a));
    expect(all.slice(0, 120).map(({ target }) => target)).toEqual(Array<string>(120).fill('tasks'));
    expect(first[0]).toMatchObject({ outcome: 'succeeded', status: 200, who: 'anonymous' });
  });
});
