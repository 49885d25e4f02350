import { readFileSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const componentsIn = (folder: URL) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.tsx'))
    .map((file) => pascalCase(basename(file, '.tsx')));

const kit = new URL('.', import.meta.url);
const stories = readdirSync(kit)
  .filter((file) => file.endsWith('-stories.tsx'))
  .map((file) => readFileSync(new URL(file, kit), 'utf8'))
  .join('\n');

/** Parts of others, which their stories show. */
const PARTS = new Set([
  ...['Field', 'Screen', 'Fieldset', 'GroupField', 'JsonField', 'LineField', 'ListField', 'NewProperty'],
  ...[
    'ValueField',
    'VariantsField',
    'JsonDetail',
    'JsonTree',
    'JsonValue',
    'ChartTable',
    'Plot',
    'StatsCharts',
  ],
]);

describe('the story page', () => {
  it.each(componentsIn(new URL('../../components/', import.meta.url)).filter((name) => !PARTS.has(name)))(
    'shows %s',
    (name) => {
      expect(stories).toContain(`name: '${name}'`);
    },
  );
});

function pascalCase(name: string): string {
  return name
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}
