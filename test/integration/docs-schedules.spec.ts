import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { MOST_BACKFILLED } from '../../src/core/schedules/schedule-runs.js';
import { GRACE_MS, MOST_CAUGHT_UP } from '../../src/core/schedules/ticking/tick-plan.js';
import { catchUps, overlaps } from '../../src/core/task/options/schedule-options.js';
import { curl } from '../support/curl.js';
import { startApi } from '../support/in-process.js';
import { OpenApi } from '../support/openapi.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

const docs = readFileSync('docs/schedules.md', 'utf8');
const files = [...docs.matchAll(/```ts file=(\S+)\n([\s\S]*?)```/g)].map(([, file, text]) => [file, text]);
/** Each curl line with the status that is written behind it. */
const curls = [...docs.matchAll(/^(curl[\s\S]*?) # (\d{3})/gm)].map(([, line = '', status]) => ({
  line: line.replaceAll('\\\n', ''),
  status: Number(status),
}));

describe('docs/schedules.md', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;

  beforeAll(async () => {
    sandbox = await createSandbox();
    app = await startApi(sandbox.variables);
    await app.listen(0, '127.0.0.1');
  });
  afterAll(async () => {
    await app.close();
    await sandbox.clean();
  });

  it.each(files)('shows %s unchanged', (file = '', text) => {
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  // In their order: the last one deletes the schedule of the first.
  it.each(curls)('$line gives $status', async ({ line, status }) => {
    const answer = await curl(line.replace('http://localhost:8000', await app.getUrl()));
    expect(answer).toMatchObject({ status });
    if (line.includes('?q=')) expect(answer.body).toMatchObject({ items: [{ schedule_id: 'nightly-sum' }] });
    if (line.includes('clock')) expect(answer.body).toMatchObject({ items: [{ clock_change: 'gap' }, {}] });
    if (line.includes('backfill')) expect(answer.body).toMatchObject({ dry_run: false, count: 7 });
    if (line.includes('tasks?tag=')) expect(answer.body).toMatchObject({ items: [{ name: 'math.divide' }] });
    if (line.includes('workflows?tag=')) expect(answer.body).toMatchObject({ items: [{ name: 'primes' }] });
  });

  it('has a command for every route of schedules', async () => {
    const { body } = await curl(`curl ${await app.getUrl()}/openapi.json`);
    const operations = new OpenApi(body as ConstructorParameters<typeof OpenApi>[0]).operations();
    const routes = operations.map(([label]) => label).filter((label) => label.includes('/schedules'));
    const shown = curls.map(({ line }) => {
      const method = /-X (\w+)/.exec(line)?.[1] ?? (line.includes(' -d ') ? 'POST' : 'GET');
      const path = /localhost:8000([^\s'?]*)/.exec(line)?.[1] ?? '';
      return `${method} ${path.replace('nightly-sum', '{schedule_id}')}`;
    });
    expect(routes.length).toBeGreaterThan(10);
    expect(routes.filter((route) => !shown.includes(route))).toEqual([]);
  });

  it('names every rule, and the real limits', () => {
    for (const word of [...overlaps, ...catchUps]) expect(docs).toContain(`\`${word}\``);
    expect([GRACE_MS, MOST_CAUGHT_UP, MOST_BACKFILLED]).toEqual([10_000, 100, 1_000]);
    expect(docs).toMatch(/within ten seconds[\s\S]*the last 100 within/);
    expect(docs).toContain('up to 1,000');
  });

  it('names only existing files', () => {
    const links = [...docs.matchAll(/\]\(((?!http)[^)#]+)/g)].map(([, path = '']) => path);
    expect(links.length).toBeGreaterThan(3);
    for (const link of links) expect(() => readFileSync(`docs/${link}`)).not.toThrow();
  });
});
