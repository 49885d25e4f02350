import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { startApi } from '../support/in-process.js';
import { OpenApi } from '../support/openapi.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

const docs = readFileSync('docs/compared.md', 'utf8');
/** The cells of each row, the lines below the headers left out. */
const rows = docs
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| --'))
  .map((line) => line.split('|').slice(1, -1));
/** Every `METHOD /path` of the column "here". */
const routes = rows.flatMap(([, here = '']) =>
  [...here.matchAll(/`((?:GET|POST|PUT|PATCH|DELETE) \/[^`]*)`/g)].map(([, route = '']) => route),
);

describe('docs/compared.md', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;

  beforeAll(async () => {
    sandbox = await createSandbox();
    app = await startApi(sandbox.variables);
  });

  afterAll(async () => {
    await app.close();
    await sandbox.clean();
  });

  it('has three cells in every row, and none that is empty', () => {
    const wrong = rows.filter((cells) => cells.length !== 3 || cells.some((cell) => cell.trim() === ''));
    expect(wrong).toEqual([]);
  });

  it('names only routes that the API has, and at least twenty', async () => {
    const { body } = await request(app.getHttpServer()).get('/openapi.json').expect(200);
    const labels = new OpenApi(body).operations().map(([label]) => label);
    const named = [...new Set(routes)];
    expect(named.length).toBeGreaterThanOrEqual(20);
    expect(named.filter((route) => !labels.includes(route))).toEqual([]);
  });

  it('names only files that exist', () => {
    const links = [...docs.matchAll(/\]\(((?!http)[^)#]+)/g)].map(([, path = '']) => path);
    expect(links.length).toBeGreaterThan(2);
    for (const link of links) expect(() => readFileSync(`docs/${link}`)).not.toThrow();
  });
});
