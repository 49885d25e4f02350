import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findProgram } from './find-program.js';

describe('findProgram', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'celeriac-path-'));
    for (const name of ['a', 'b', 'c']) mkdirSync(join(folder, name));
    writeFileSync(join(folder, 'a', 'first-server'), 'cannot be executed', { mode: 0o644 });
    mkdirSync(join(folder, 'b', 'first-server'));
    for (const name of ['first-server', 'second-server']) writeFileSync(join(folder, 'c', name), '');
    for (const name of ['first-server', 'second-server']) chmodSync(join(folder, 'c', name), 0o755);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it('returns the first executable name, as a shell does', () => {
    const path = ['a', 'b', 'c'].map((name) => join(folder, name)).join(delimiter);
    expect(findProgram(['first-server', 'second-server'], path)).toBe(join(folder, 'c', 'first-server'));
    expect(findProgram(['missing-server', 'second-server'], path)).toBe(join(folder, 'c', 'second-server'));
  });

  it.each(['', delimiter, '/nowhere'])('finds nothing on the PATH %j', (path) => {
    expect(findProgram(['first-server'], path)).toBeUndefined();
  });
});
