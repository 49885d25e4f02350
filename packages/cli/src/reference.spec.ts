import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { reference } from './reference.js';

describe('docs/cli.md', () => {
  const page = readFileSync('docs/cli.md', 'utf8');

  it('is what `npm run docs:cli` writes', () => {
    expect(page).toBe(reference());
  });

  it('has examples for each command', () => {
    const sections = page.split(/^## /m).slice(2);
    expect(sections.filter((section) => !section.includes('\nExamples:\n  $ celeriac '))).toEqual([]);
  });
});
