import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { NEEDED_COMMANDS } from './needed-commands.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
/** Commands of a new connection, and optional ones. */
const OTHERS = ['INFO', 'SUBSCRIBE', 'CONNECT', 'QUIT', 'SELECT'];

function uses(files: readonly string[], pattern: RegExp): string[] {
  const texts = files.map((file) => readFileSync(file, 'utf8'));
  const names = texts.flatMap((text) =>
    [...text.matchAll(pattern)].map(([, name = '']) => name.toUpperCase()),
  );
  return [...new Set(names)].filter((name) => !OTHERS.includes(name)).sort();
}

describe('the commands that the Redis user needs', () => {
  const filesIn = (folder: string) =>
    readdirSync(join(root, folder), { recursive: true }).map((file) => join(root, folder, String(file)));
  const scripts = filesIn('node_modules/bullmq/dist/esm/scripts').filter((file) => file.endsWith('.js'));
  // Those to Celery's Redis are for another user.
  const toCelery = filesIn('src/bridges/celery/redis');
  const sources = filesIn('src').filter(
    (file) => /(?<!\.spec|\.d)\.ts$/.test(file) && !toCelery.includes(file),
  );

  it("include all commands called by BullMQ's scripts and ours", () => {
    const called = uses([...scripts, ...sources], /(?:rcall|redis\.p?call)\(\s*['"](\w+)['"]/g);
    expect(called.length).toBeGreaterThan(60);
    expect(called.filter((name) => !(name in NEEDED_COMMANDS))).toEqual([]);
  });

  it('include all commands sent by this code', () => {
    const commands = new Set(new Redis({ lazyConnect: true }).getBuiltinCommands());
    const sent = uses(sources, /\b(?:producer|worker|redis|multi\(\)|adding|subscriber)\s*\.([a-z]+)\(/g);
    const known = sent.filter((name) => commands.has(name.toLowerCase()));
    expect(known.length).toBeGreaterThan(15);
    expect(known.filter((name) => !(name in NEEDED_COMMANDS))).toEqual([]);
  });
});
