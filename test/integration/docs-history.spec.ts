import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { Archiving } from '../support/archiving.js';
import { curl } from '../support/curl.js';
import { eventually } from '../support/eventually.js';
import { type Stand, startStand } from '../support/stand.js';

const docs = readFileSync('docs/history.md', 'utf8');
/** Each curl line with the status that is written behind it. */
const curls = [...docs.matchAll(/^(curl[\s\S]*?) # (\d{3})/gm)].map(([, line = '', status]) => ({
  line,
  status: Number(status),
}));

describe('docs/history.md', () => {
  let stand: Stand;
  let url: string;
  /** A task that only the history has. */
  let id: string;

  beforeAll(async () => {
    stand = await startStand();
    const archiving = new Archiving(stand);
    await stand.app.listen(0, '127.0.0.1');
    url = await stand.app.getUrl();
    const options = { payload: { x: 6, y: 0 }, options: { attempts: 1 } };
    const { body: failing } = await request(url).post('/tasks/math.divide').send(options);
    id = failing.task_id;
    await eventually(async () => {
      const { body: task } = await request(url).get(`/tasks/${id}`);
      expect(task.finished_at).not.toBeNull();
    });
    await archiving.record(id);
    await archiving.forget(id);
  });
  afterAll(() => stand.stop());

  // In their order: one of the last deletes the task.
  it.each(curls)('$line gives $status', async ({ line, status }) => {
    const answer = await curl(line.replace('http://localhost:8000', url).replace('ID', id));
    expect(answer).toMatchObject({ status });
  });

  it('has a command for every route that reads a task', () => {
    const { length } = curls.filter(({ line }) => /\/(tasks|result)\/ID/.test(line));
    expect(length).toBeGreaterThan(8);
  });

  it('names only settings that exist', () => {
    const settings = readFileSync('docs/settings.md', 'utf8');
    const named = new Set(
      [...docs.matchAll(/\b(HISTORY_[A-Z_]*[A-Z]|RESULT_[A-Z_]+)\b/g)].map(([name]) => name),
    );
    expect(named.size).toBeGreaterThan(5);
    for (const name of named) expect(settings).toContain(`\`${name}\``);
  });

  it('names only existing files', () => {
    const links = [...docs.matchAll(/\]\(((?!http|#)[^)#]+)/g)].map(([, path = '']) => path);
    expect(links.length).toBeGreaterThan(3);
    for (const link of links)
      expect({ link, exists: existsSync(`docs/${link}`) }).toEqual({ link, exists: true });
  });
});
