import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { pythonErrorOf } from '../../src/bridges/celery/protocol/python-error.js';
import { settings } from '../../src/platform/config/settings.js';

const docs = readFileSync('docs/celery.md', 'utf8');
const files = [...docs.matchAll(/^```\w+ file=(\S+)\n([\s\S]*?)^```/gm)].map(([, file, text]) => [
  file,
  text,
]);

describe('docs/celery.md', () => {
  it.each(files)('shows %s unchanged', (file = '', text) => {
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  it('names the exceptions of Python that an error becomes by its name', () => {
    const [, list = ''] = /\nAn error whose name is ([\s\S]*?)\./.exec(docs) ?? [];
    const names = [...list.matchAll(/\w+Error/g)].map(([type]) => type);
    expect(names.map((type) => pythonErrorOf({ type, message: '' }).module)).toEqual(
      names.map(() => 'builtins'),
    );
    expect(names).toHaveLength(14);
  });

  it('names only settings that exist', () => {
    const known = Object.values(settings).map(({ variable }) => variable);
    const named = [...docs.matchAll(/`(CELERY_[A-Z_]+)(?:=[^`]*)?`/g)].map(([, name = '']) => name);
    expect(named.filter((name) => name !== 'CELERY_' && !known.includes(name))).toEqual([]);
    expect(named.length).toBeGreaterThan(10);
  });
});
