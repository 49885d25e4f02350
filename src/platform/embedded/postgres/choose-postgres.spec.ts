import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type NoPostgres, choosePostgres } from './choose-postgres.js';

const debian = { platform: 'linux', isRoot: false, distributions: ['debian'] } as const;
const newest = { folder: '/opt/17/bin', major: 17 };
const older = { folder: '/opt/15/bin', major: 15 };

describe('choosing a PostgreSQL', () => {
  let dataDir: string;

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'celeriac-choose-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  function hasDataOf(version: string): void {
    mkdirSync(join(dataDir, 'postgres/data'), { recursive: true });
    writeFileSync(join(dataDir, 'postgres/data/PG_VERSION'), `${version}\n`);
  }

  it('takes the newest for new data', () => {
    const choice = { programs: newest, user: undefined, hasData: false };
    expect(choosePostgres(dataDir, [newest, older], debian)).toEqual(choice);
  });

  it('takes the version of the data', () => {
    hasDataOf('15');
    expect(choosePostgres(dataDir, [newest, older], debian)).toMatchObject({
      programs: older,
      hasData: true,
    });
  });

  it.each([
    [[newest], 'but installed is PostgreSQL 17: install PostgreSQL 15,'],
    [[], 'but installed is none: install PostgreSQL 15,'],
  ])('refuses data of a version that is not installed, in one line: %j', (installed, text) => {
    hasDataOf('15');
    const refusal = messageOf(() => choosePostgres(dataDir, installed, debian));
    expect(refusal).toContain(
      `${dataDir}/postgres/data holds the history in the format of PostgreSQL 15, ${text}`,
    );
    expect(refusal).toContain('HISTORY_URL=off npm start');
    expect(refusal).not.toContain('\n');
  });

  it.each([
    [debian, 'sudo apt-get update && sudo apt-get install -y postgresql'],
    [{ ...debian, isRoot: true }, 'apt-get update && apt-get install -y postgresql'],
    [{ ...debian, platform: 'darwin', distributions: [] }, 'brew install postgresql@17'],
    [{ ...debian, distributions: ['nixos'] }, 'install PostgreSQL 14 or newer'],
  ] as const)('names one remedy where none is installed: %j', (system, remedy) => {
    expect((choosePostgres(dataDir, [], system) as NoPostgres).remedy).toBe(remedy);
  });
});

function messageOf(action: () => unknown): string {
  try {
    action();
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
