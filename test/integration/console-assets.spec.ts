import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';

const FOLDER = 'dist/console';
const ASSETS = join(FOLDER, 'assets');
const KB = 1_000;

const page = readFileSync(join(FOLDER, 'index.html'), 'utf8');
const names = readdirSync(ASSETS).filter((name) => /\.(js|css|svg)$/.test(name));
const text = (name: string) => readFileSync(join(ASSETS, name), 'utf8');
const gzipped = (content: string) => gzipSync(content, { level: 9 }).length;
const total = (some: Iterable<string>) => [...some].reduce((sum, name) => sum + gzipped(text(name)), 0);

/** The files that a file names, imported at once or later. */
function namedIn(content: string): string[] {
  return [...content.matchAll(/["'`](?:\.?\/?assets\/|\.\/)([\w.-]+\.(?:js|css|svg))["'`]/g)].map(
    ([, name = '']) => name,
  );
}

/** The modules that a module imports before it runs. */
function staticImports(code: string): string[] {
  return [...code.matchAll(/(?:\bfrom|\bimport)\s*["'`]\.\/([\w.-]+\.js)["'`]/g)].map(
    ([, name = '']) => name,
  );
}

/** Everything that the browser loads before the first screen: the page's own files, and what these import. */
function firstLoad(): Set<string> {
  const found = new Set<string>();
  const add = (name: string) => {
    if (found.has(name)) return;
    found.add(name);
    if (name.endsWith('.js')) staticImports(text(name)).forEach(add);
  };
  namedIn(page).forEach(add);
  return found;
}

describe('the built console', () => {
  it('loads at most 42 kB for its first page', () => {
    const bytes = gzipped(page) + total(firstLoad());
    expect(bytes).toBeGreaterThan(10 * KB); // otherwise the files were not found
    expect(bytes).toBeLessThanOrEqual(42 * KB);
  });

  // Of these, 21 kB draw graphs of workflows, and are loaded where one is shown.
  it('has at most 142 kB', () => {
    expect(total(names)).toBeLessThanOrEqual(142 * KB);
  });

  it('has every file that another one names, and names every file', () => {
    const named = new Set([page, ...names.map(text)].flatMap(namedIn));
    expect(named.size).toBeGreaterThan(3);
    expect([...named].filter((name) => !existsSync(join(ASSETS, name)))).toEqual([]);
    expect(names.filter((name) => !named.has(name))).toEqual([]);
  });

  it.each(names)(
    '%s can be kept for ever, has compressed forms, and needs nothing that its policy refuses',
    (name) => {
      expect(name).toMatch(/-[\w-]{8}\.(js|css|svg)$/);
      for (const ending of ['br', 'gz']) expect(existsSync(join(ASSETS, `${name}.${ending}`))).toBe(true);
      const content = text(name);
      expect(content).not.toMatch(/sourceMappingURL/);
      if (!name.endsWith('.js')) return;
      expect(content).not.toMatch(/\beval\(|new Function\b|document\.write\(|\.insertAdjacentHTML\b/);
      // Styles by sheets alone: a `style` element would be refused.
      expect(content).not.toMatch(/createElement\(["'`]style["'`]\)/);
    },
  );

  it('has no source maps, and nothing of the story page', () => {
    const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' });
    expect(files.filter((name) => /\.map$|kit|stor(y|ies)/.test(name))).toEqual([]);
  });
});
