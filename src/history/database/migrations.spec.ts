import { describe, expect, it } from '@jest/globals';
import { allMigrations } from './migrations.js';

/**
 * The first digits of each file's SHA-256. A process refuses a history that was created by another text, so a file that
 * may have been applied anywhere never changes: write a new one.
 */
const CHECKSUMS: Readonly<Record<string, string>> = {
  '0001-tasks.sql': '426889115d2e',
  '0002-search.sql': '04e7f1e42334',
  '0003-statistics.sql': 'c54c28f604d1',
  '0004-workflows.sql': '8154111230f8',
  '0005-audit.sql': '12fa03d844f3',
  '0006-statistics-by-hour.sql': '6c1ac889cd2e',
  '0007-installation.sql': 'e7c7fc251f08',
};

describe('the migrations of the history', () => {
  const migrations = allMigrations();

  it('are never changed, only added', () => {
    const found = migrations.map(({ name, checksum }) => [name, checksum.slice(0, 12)]);
    expect(Object.fromEntries(found)).toEqual(CHECKSUMS);
  });

  it('are numbered without a gap', () => {
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, i) => i + 1));
  });
});
