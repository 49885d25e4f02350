import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { anchorsOf, fileLinks, markdownPages } from '../support/markdown.js';

const read = (file: string) => readFileSync(file, 'utf8');
const pages = markdownPages();
const docs = readdirSync('docs').filter((name) => name.endsWith('.md') && name !== 'README.md');
const specs = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.spec.ts'))
  .map((name) => read(join('test', name)));

/** A link's file, as a path from the root. */
const targetOf = (page: string, path: string) => (path === '' ? page : join(dirname(page), path));

describe('every page of documentation', () => {
  it.each(['docs/README.md', 'llms.txt'])('is listed once in %s', (index) => {
    const linked = fileLinks(read(index)).map(({ path }) => targetOf(index, path));
    const timesOf = (name: string) => linked.filter((path) => path === `docs/${name}`).length;
    const wrong = docs.map((name) => ({ name, times: timesOf(name) })).filter(({ times }) => times !== 1);
    expect(wrong).toEqual([]);
  });

  it.each([...pages, 'llms.txt'])('has no broken link or anchor: %s', (page) => {
    const broken = fileLinks(read(page)).filter(({ path, anchor }) => {
      const target = targetOf(page, path);
      if (!existsSync(target)) return true;
      return anchor !== '' && target.endsWith('.md') && !anchorsOf(target).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('is compared by a spec if it shows a file', () => {
    const showing = pages.filter((page) => /^```\w+ file=/m.test(read(page)));
    const unread = showing.filter((page) => !specs.some((spec) => spec.includes(`'${page}'`)));
    expect(unread).toEqual([]);
    expect(showing.length).toBeGreaterThan(3);
  });
});

describe('CONTRIBUTING.md', () => {
  const text = read('CONTRIBUTING.md');
  const named = [...text.matchAll(/`([\w./-]+)`/g)].map(([, path = '']) => path);

  it('names only files that exist', () => {
    const paths = named.filter((path) => /^(src|test|docs|deploy|packages|\.\w+)\/[a-z./-]+$/.test(path));
    expect(paths.length).toBeGreaterThan(15);
    expect(paths.filter((path) => path !== 'docs/api' && !existsSync(path))).toEqual([]);
  });

  it('names only specs that exist', () => {
    const files = ['test', 'src', 'packages/cli/src', 'packages/client/src']
      .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }))
      .map((name) => `/${name}`);
    const missing = named
      .filter((path) => /^[a-z-]+\.spec\.ts$/.test(path))
      .filter((name) => !files.some((file) => file.endsWith(`/${name}`)));
    expect(missing).toEqual([]);
  });

  it('names only scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const run = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, script = '']) => script);
    expect(run.filter((script) => !(script in scripts))).toEqual([]);
  });
});

it('docs/reliability.md has a result for every row of test/faults', () => {
  const rows = readdirSync('test/faults').flatMap((name) => /^f0*(\d+)-/.exec(name)?.[1] ?? []);
  const text = read('docs/reliability.md');
  expect(rows.filter((row) => !new RegExp(`^\\| .*\\bF${row}\\b`, 'm').test(text))).toEqual([]);
  expect(rows.length).toBeGreaterThan(30);
});

describe('every package', () => {
  const packages = readdirSync('packages');

  it('is listed in docs/README.md', () => {
    expect(packages.filter((name) => !read('docs/README.md').includes(`(../packages/${name})`))).toEqual([]);
  });

  it('has the version of the service, and so have its changelog, images and documentation', () => {
    const versionOf = (file: string) => (JSON.parse(read(file)) as { version: string }).version;
    const version = versionOf('package.json');
    for (const name of packages) expect(versionOf(`packages/${name}/package.json`)).toBe(version);
    for (const folder of ['deploy/kubernetes', 'deploy/kubernetes/migrate'])
      expect(read(`${folder}/kustomization.yaml`)).toContain(`newTag: ${version}\n`);
    expect(read('docs/client.md')).toContain(`celeriac-client-${version}.tgz`);
    expect(read('CHANGELOG.md')).toContain(`\n## ${version} - `);
  });

  it('supports the same versions of Node', () => {
    const enginesOf = (file: string) => (JSON.parse(read(file)) as { engines: object }).engines;
    for (const name of packages)
      expect(enginesOf(`packages/${name}/package.json`)).toEqual(enginesOf('package.json'));
  });
});
