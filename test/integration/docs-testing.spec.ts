import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const docs = readFileSync('docs/testing.md', 'utf8');
const files = [...docs.matchAll(/```ts file=(\S+)\n([\s\S]*?)```/g)].map(([, file, text]) => [file, text]);

describe('docs/testing.md', () => {
  it('shows the code of examples', () => {
    expect(files.length).toBeGreaterThan(0);
  });

  it.each(files)('shows %s unchanged', (file = '', text) => {
    expect(text).toBe(readFileSync(file, 'utf8'));
  });
});
