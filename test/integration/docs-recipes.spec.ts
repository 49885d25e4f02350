import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { curl } from '../support/curl.js';
import { eventually } from '../support/eventually.js';
import { type Stand, startStand } from '../support/stand.js';

const [section = ''] = readFileSync('docs/queries.md', 'utf8').split('## Recipes\n')[1]?.split('\n## ') ?? [];
const recipes = [...section.matchAll(/^\| (.*?) +\| `(curl .*?)` +\|$/gm)].map(
  ([, purpose = '', line = '']) => ({ purpose, line }),
);

describe('the recipes of docs/queries.md', () => {
  let stand: Stand;
  let url: string;
  /** A task of customer 4711 that has failed by a timeout. */
  let id: string;

  beforeAll(async () => {
    stand = await startStand();
    await stand.app.listen(0, '127.0.0.1');
    url = await stand.app.getUrl();
    const { body: task } = await request(url)
      .post('/tasks/math.count-primes')
      .send({ payload: { n: 5_000_000 }, options: { timeout_ms: 1, attempts: 1, tags: ['customer-4711'] } });
    id = task.task_id;
    await eventually(async () => {
      const { body } = await request(url).get(`/tasks/${id}`);
      expect(body.error).toMatchObject({ type: 'TimeoutError' });
    }, 60_000);
  });
  afterAll(() => stand.stop());

  it.each(recipes)('$purpose', async ({ line }) => {
    const { status, body } = await curl(line.replace('http://localhost:8000', url));
    expect(status).toBeLessThan(300);
    if (/\/tasks\?q=(?!payload)/.test(line)) expect(JSON.stringify(body)).toContain(id);
    if (line.includes('/errors')) expect(body).toMatchObject({ items: [{ task_ids: [id] }] });
    if (line.includes('/counts')) expect(body).toMatchObject({ FAILURE: { value: 1 } });
    if (line.includes('count=')) expect(body).toMatchObject({ count: { value: 1 } });
  });

  it('are all read', () => {
    expect(recipes.length).toBe(section.match(/`curl /g)?.length);
    expect(recipes.length).toBeGreaterThan(10);
  });
});
