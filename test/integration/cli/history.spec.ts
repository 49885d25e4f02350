import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createTestDatabase, describeWithPostgres } from '../../support/postgres.js';
import { runCli } from '../../support/run-cli.js';

const NOWHERE = 'http://127.0.0.1:1';
const SERVICE = resolve('.');
const MIGRATE = ['history', 'migrate'];

describe('celeriac history migrate', () => {
  it('prints the SQL of all tables with --print', async () => {
    const printed = await runCli(NOWHERE, [...MIGRATE, '--print'], { folder: SERVICE });
    expect(printed).toMatchObject({ code: 0, stderr: '' });
    expect(printed.stdout).toContain('CREATE TABLE task ');
  });

  it('says where to run it in a folder without a service', async () => {
    const refused = await runCli(NOWHERE, MIGRATE, { folder: '/' });
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('Run this in the folder of the service');
  });

  it('fails with the reason without a history', async () => {
    const refused = await runCli(NOWHERE, MIGRATE, { folder: SERVICE, env: { HISTORY_URL: 'off' } });
    expect(refused).toMatchObject({ code: 4, stdout: '' });
    expect(refused.stderr).not.toBe('');
  });
});

describeWithPostgres('celeriac history migrate with PostgreSQL', () => {
  it('creates the tables', async () => {
    const database = await createTestDatabase();
    const done = await runCli(NOWHERE, MIGRATE, { folder: SERVICE, env: { HISTORY_URL: database.url } });
    expect(done.code).toBe(0);
    expect(done.stdout).toContain('The tables of the history are up to date.');
    await database.drop();
  });
});
