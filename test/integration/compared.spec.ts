import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { OpenApi } from '../support/openapi.js';
import { useApi } from '../support/use-api.js';

const docs = readFileSync('docs/compared.md', 'utf8');
/** The cells of each row, without separator lines. */
const rows = docs
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| --'))
  .map((line) => line.split('|').slice(1, -1));
/** Every `METHOD /path` of the column "here". */
const routes = rows.flatMap(([, here = '']) =>
  [...here.matchAll(/`((?:GET|POST|PUT|PATCH|DELETE) \/[^`]*)`/g)].map(([, route = '']) => route),
);

describe('docs/compared.md', () => {
  const api = useApi();

  it('has three cells in every row, none of them empty', () => {
    const wrong = rows.filter((cells) => cells.length !== 3 || cells.some((cell) => cell.trim() === ''));
    expect(wrong).toEqual([]);
  });

  it('names only existing routes, and at least twenty', async () => {
    const { body } = await api().get('/openapi.json').expect(200);
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
