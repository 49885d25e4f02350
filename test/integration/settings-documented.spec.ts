import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { Config } from '../../src/platform/config/config.js';
import type { Setting } from '../../src/platform/config/setting.js';
import { settings } from '../../src/platform/config/settings.js';

/** Settings whose unset state has a meaning of its own: their lines are commented out, with an example. */
const MEANINGFUL_WHEN_UNSET = ['REDIS_URL', 'WORKER_NAME', 'WORKER_THREADS'];

/** Defaults that depend on the machine. */
const FOUND_AT_START = new Map([
  ['WORKER_NAME', 'hostname and process id'],
  ['WORKER_THREADS', 'number of cores'],
]);

const text = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
const table: readonly Setting<unknown>[] = Object.values(settings);

describe('.env.example', () => {
  const entries = parseEntries(text);

  it('has every setting, in the order of the table, and nothing else', () => {
    expect(entries.map(({ variable }) => variable)).toEqual(table.map(({ variable }) => variable));
  });

  it.each(table)('describes $variable like the table', ({ variable, description, fallback, parse }) => {
    const entry = entries.find((each) => each.variable === variable);
    const isOff = fallback === undefined || MEANINGFUL_WHEN_UNSET.includes(variable);
    expect(entry).toMatchObject({ description, isOff });
    if (isOff) expect(() => parse(entry?.value ?? '')).not.toThrow();
    else expect(entry).toMatchObject({ value: fallback });
  });

  it('shows the real default of REDIS_URL, although it is commented out', () => {
    expect(entries).toContainEqual(
      expect.objectContaining({ variable: 'REDIS_URL', value: settings.redisUrl.fallback }),
    );
  });

  it('changes nothing if it is copied to .env', () => {
    expect(new Config(parseEnv(text))).toEqual(new Config({}));
  });

  it('is a valid configuration if every line is enabled, except the second of two exclusive ones', () => {
    const config = new Config(parseEnv(text.replaceAll(/^#(?=[A-Z])(?!REDIS_CLUSTER_NODES)/gm, '')));
    expect(config).toMatchObject({
      hasOwnRedis: true,
      workerName: 'worker-1',
      smtpUrl: 'smtp://localhost:1025',
    });
  });
});

describe('docs/settings.md', () => {
  const document = readFileSync(new URL('../../docs/settings.md', import.meta.url), 'utf8');

  it('lists every setting with its default and its meaning, and no other', () => {
    const rows = [...document.matchAll(/^\| `([A-Z0-9_]+)` +\| (.*?) +\| (.*?) +\|$/gm)].map(
      ([, ...cells]) => cells,
    );
    const expected = Object.values(settings).map(({ variable, fallback, description }) => [
      variable,
      FOUND_AT_START.get(variable) ?? (fallback === undefined ? '' : `\`${fallback}\``),
      description,
    ]);
    expect(rows).toEqual(expected);
  });
});

interface Entry {
  readonly variable: string;
  readonly value: string;
  /** The comment's first line; further lines are not checked. */
  readonly description: string;
  /** True for `#NAME=value`. */
  readonly isOff: boolean;
}

/** Blocks between empty lines: either headings (`## …`), or comments (`# …`) above one assignment. */
function parseEntries(file: string): Entry[] {
  const blocks = file
    .trim()
    .split(/\n{2,}/)
    .map((block) => block.split('\n'));
  return blocks.filter((lines) => !lines.every((line) => line.startsWith('## '))).map(parseEntry);
}

function parseEntry(lines: readonly string[]): Entry {
  const comments = lines.slice(0, -1);
  const [, off, variable, value] = /^(#?)([A-Z][A-Z\d_]*)=(.*)$/.exec(lines.at(-1) ?? '') ?? [];
  if (variable === undefined || value === undefined || !comments.every((line) => line.startsWith('# ')))
    throw new Error(`.env.example: a block must be comments above one assignment, not\n${lines.join('\n')}`);
  return { variable, value, isOff: off === '#', description: (comments[0] ?? '').slice(2) };
}
