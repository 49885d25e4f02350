/**
 * Writes the table of who may import whom, eslint.zones.js, between its markers in docs/architecture.md. A spec
 * compares the two: test/integration/import-zones.spec.ts.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { TABLE } from '../eslint.zones.js';

const PAGE = new URL('../docs/architecture.md', import.meta.url);
const MARKED = /(<!-- zones: [^>]*-->\n)[\s\S]*?(<!-- end of zones -->)/;

/** The page with the table as it is now. */
export async function withZones(page) {
  if (!MARKED.test(page))
    throw new Error('docs/architecture.md has no markers <!-- zones: … --> and <!-- end of zones -->');
  const text = page.replace(MARKED, (_, start, end) => `${start}\n${tableText()}\n\n${end}`);
  return format(text, { ...(await resolveConfig(PAGE)), parser: 'markdown' });
}

function tableText() {
  const rows = TABLE.map(({ rooms, below = [], may, because }) => [
    namesOf(rooms),
    [below.length > 0 && `the rows of \`${dirname(below[0])}\` above`, namesOf(may)]
      .filter(Boolean)
      .join(', ') || 'the leaves',
    because,
  ]);
  return [['folder of `src`, or an example', 'may import', 'why'], ['---', '---', '---'], ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

/** Rooms of one folder stand together: `core/{task, redis}`. */
function namesOf(entries) {
  const folders = new Map();
  for (const entry of entries) {
    const cut = entry.lastIndexOf('/') + 1;
    const folder = entry.slice(0, cut);
    folders.set(folder, [...(folders.get(folder) ?? []), entry.slice(cut)]);
  }
  return [...folders]
    .flatMap(([folder, names]) => {
      if (folder === '') return names.map((name) => (name === '*' ? 'everything' : `\`${name}\``));
      return names.length === 1 ? `\`${folder}${names[0]}\`` : `\`${folder}{${names.join(', ')}}\``;
    })
    .join(', ');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync(PAGE, await withZones(readFileSync(PAGE, 'utf8')));
