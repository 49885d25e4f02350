import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { itAsUser } from '../../../test/support/needs.js';
import { environmentFileProblem } from './environment-file.js';

describe('the file .env', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'celeriac-environment-'));
    file = join(folder, '.env');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  const text = 'REDIS_URL=redis://localhost:1/0\r\nMAIL_FROM="Zoë <a@b.c>"\r\n';

  it.each([
    ['UTF-16 with its mark, as PowerShell writes it', Buffer.from(`\ufeff${text}`, 'utf16le'), 'UTF-16'],
    ['UTF-16 with the other end first', Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), 'UTF-16'],
    ['UTF-16 without a mark', Buffer.from(text, 'utf16le'), 'UTF-16'],
    ['Latin-1', Buffer.from(text, 'latin1'), 'not in UTF-8'],
  ])('is refused in %s', (_what, bytes, said) => {
    writeFileSync(file, bytes);
    expect(environmentFileProblem(file)).toContain(file);
    expect(environmentFileProblem(file)).toContain(said);
  });

  it('is refused if it is a folder or a broken link', () => {
    mkdirSync(file);
    expect(environmentFileProblem(file)).toContain('is a folder');
    symlinkSync('nowhere', join(folder, 'link'));
    expect(environmentFileProblem(join(folder, 'link'))).toContain('is a link to a file that does not exist');
  });

  itAsUser('is refused where this user may not read it', () => {
    writeFileSync(file, text);
    chmodSync(file, 0o000);
    expect(environmentFileProblem(file)).toContain('cannot be read (EACCES)');
  });

  it.each([
    ['UTF-8', text],
    ['UTF-8 with a mark', `\ufeff${text}`],
    ['nothing at all', ''],
  ])('is accepted with %s', (_what, content) => {
    writeFileSync(file, content);
    expect(environmentFileProblem(file)).toBeUndefined();
  });

  it('is optional', () => {
    expect(environmentFileProblem(file)).toBeUndefined();
  });
});
