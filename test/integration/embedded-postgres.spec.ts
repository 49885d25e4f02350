import { execFileSync, spawn } from 'node:child_process';
import {
  appendFileSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { Client } from 'pg';
import {
  type ChosenPostgres,
  NoPostgres,
  choosePostgres,
} from '../../src/platform/embedded/postgres/choose-postgres.js';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/platform/embedded/postgres/embedded-postgres.js';
import { initDatabase } from '../../src/platform/embedded/postgres/init-database.js';
import { identityOf, isAlive, pidOf } from '../../src/platform/embedded/program/process-identity.js';
import {
  type ServerRecord,
  readRecord,
  writeRecord,
} from '../../src/platform/embedded/server/server-record.js';
import { eventually } from '../support/eventually.js';
import { describeWithPostgres } from '../support/postgres.js';
import { endOwner, startOwner } from '../support/embedded-owner.js';

const built = (name: string) => pathToFileURL(resolve(`dist/platform/embedded/postgres/${name}.js`)).href;

/** A process that owns an embedded PostgreSQL: prints its URL, stops it at SIGTERM, exits without it at SIGUSR2. */
const OWNER = `
  const [embedded, choose, dataDir] = process.argv.slice(1);
  const { startEmbeddedPostgres } = await import(embedded);
  const { choosePostgres } = await import(choose);
  const postgres = await startEmbeddedPostgres({ dataDir, chosen: choosePostgres(dataDir), say: () => {} });
  process.once('SIGTERM', () => postgres.stop());
  process.once('SIGUSR2', () => process.exit(0));
  console.log(JSON.stringify({ url: postgres.url, reused: postgres.reused }));
`;

describeWithPostgres('the embedded PostgreSQL', () => {
  /** A new database, copied for each test: to create one takes seconds where the disk is slow. */
  let template: string;
  let folder: string;
  let dataDir: string;
  let cleanups: (() => unknown)[];
  let said: string[];

  beforeAll(async () => {
    template = mkdtempSync('/tmp/celeriac-template-');
    const { programs, user } = chosen('.');
    if (user !== undefined) chownSync(template, user.uid, user.gid);
    await initDatabase(programs.folder, template, { user, log: '/dev/null', more: ['--no-sync'] });
    appendFileSync(join(template, 'postgresql.conf'), 'fsync = off\n');
  });

  afterAll(() => rmSync(template, { recursive: true, force: true }));

  beforeEach(() => {
    // Private to this user, as a home: PostgreSQL that runs as another user reaches its data nevertheless.
    folder = mkdtempSync('/tmp/celeriac-embedded-');
    dataDir = join(folder, 'my "own" data, 100%');
    cleanups = [];
    said = [];
    prepare();
  });

  afterEach(async () => {
    for (const cleanup of cleanups.reverse()) await cleanup();
    const left = readRecord(join(dataDir, 'postgres'));
    if (left && isAlive(left.server)) process.kill(pidOf(left.server), 'SIGQUIT');
    rmSync(folder, { recursive: true, force: true });
  });

  function chosen(inFolder: string): ChosenPostgres {
    const choice = choosePostgres(inFolder);
    if (choice instanceof NoPostgres) throw new Error(choice.remedy);
    return choice;
  }

  function prepare(): void {
    mkdirSync(join(dataDir, 'postgres'), { recursive: true });
    execFileSync('cp', ['-a', template, join(dataDir, 'postgres/data')]);
  }

  async function start(inFolder = dataDir): Promise<EmbeddedPostgres> {
    const say = (line: string) => said.push(line);
    const postgres = await startEmbeddedPostgres({ dataDir: inFolder, chosen: chosen(inFolder), say });
    cleanups.push(() => postgres.stop());
    return postgres;
  }

  const owned = () =>
    startOwner(OWNER, [built('embedded-postgres'), built('choose-postgres'), dataDir], cleanups);

  async function ask(url: string, statement: string): Promise<unknown[]> {
    const client = new Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    try {
      const { rows } = await client.query<Record<string, unknown>>(statement);
      return rows.flatMap((row) => Object.values(row));
    } finally {
      await client.end();
    }
  }

  const keep = (url: string) => ask(url, 'CREATE TABLE kept AS SELECT 7 AS kept');
  const kept = (url: string) => ask(url, 'SELECT kept FROM kept');

  function record(inFolder = dataDir): ServerRecord {
    const found = readRecord(join(inFolder, 'postgres'));
    if (found === undefined) throw new Error('there is no record');
    return found;
  }

  it('creates its database, and listens on a socket only, in a folder that nobody else may enter', async () => {
    rmSync(dataDir, { recursive: true });
    const { url, reused } = await start();
    expect(reused).toBe(false);
    expect(await ask(url, 'SHOW listen_addresses')).toEqual(['']);
    expect(await ask(url, 'SELECT current_database(), current_user::text')).toEqual(['celeriac', 'celeriac']);
    for (const name of ['data', 'socket'])
      expect(statSync(join(dataDir, 'postgres', name)).mode & 0o777).toBe(0o700);
    expect(statSync(`/proc/${pidOf(record().server)}`).uid).not.toBe(0);
    expect(said).toEqual([]);
  });

  it('keeps its data across a restart, and leaves nothing running', async () => {
    const first = await start();
    await keep(first.url);
    const { server } = record();
    await first.stop();
    expect(isAlive(server)).toBe(false);
    expect(readRecord(join(dataDir, 'postgres'))).toBeUndefined();
    expect(readFileSync(join(dataDir, 'postgres/postgres.log'), 'utf8')).toContain(
      'database system is shut down',
    );
    const second = await start();
    expect(second).toMatchObject({ reused: false, url: first.url });
    expect(await kept(second.url)).toEqual([7]);
  });

  it('is found and adopted after its owner was killed', async () => {
    const owner = await owned();
    await keep(owner.url);
    await endOwner(owner, 'SIGKILL');
    const { server } = record();
    const postgres = await start();
    expect(postgres).toMatchObject({ reused: true, url: owner.url });
    expect(record()).toMatchObject({ server, owner: identityOf(process.pid) });
    expect(await kept(postgres.url)).toEqual([7]);
    await postgres.stop();
    expect(isAlive(server)).toBe(false);
  });

  it.each(['SIGKILL', 'SIGSTOP'] as const)(
    'is replaced after %s to it and SIGKILL to its owner',
    async (signal) => {
      const owner = await owned();
      await keep(owner.url);
      await endOwner(owner, 'SIGKILL');
      const { server } = record();
      process.kill(pidOf(server), signal);
      const postgres = await start();
      expect(postgres.reused).toBe(false);
      expect(isAlive(server)).toBe(false);
      expect(await kept(postgres.url)).toEqual([7]);
    },
  );

  it('restarts in its place with its data after it was killed', async () => {
    const { url } = await start();
    await keep(url);
    for (let time = 1; time <= 2; time++) {
      const { server } = record();
      process.kill(pidOf(server), 'SIGKILL');
      await eventually(() => expect(record().server).not.toBe(server), 30_000);
      await eventually(async () => expect(await kept(url)).toEqual([7]), 30_000);
    }
    expect(said[0]).toBe('PostgreSQL died; restarting it with its data …');
  });

  it('is shared with another living process, and left to it', async () => {
    const owner = await owned();
    const postgres = await start();
    expect(postgres).toMatchObject({ reused: true, url: owner.url });
    await postgres.stop();
    expect(await ask(owner.url, 'SELECT 1')).toEqual([1]);
  });

  it('ends with an owner that exits without stopping it', async () => {
    const owner = await owned();
    const { server } = record();
    await endOwner(owner, 'SIGUSR2');
    await eventually(() => expect(isAlive(server)).toBe(false));
  });

  it('is another one in another folder, also in a copy', async () => {
    const first = await start();
    await first.stop();
    const copy = join(folder, 'copy');
    renameSync(dataDir, copy);
    prepare();
    const [one, other] = await Promise.all([start(), start(copy)]);
    expect(one.url).not.toBe(other.url);
    await keep(one.url);
    await expect(kept(other.url)).rejects.toThrow('"kept" does not exist');
    await one.stop();
    expect(await ask(other.url, 'SELECT 1')).toEqual([1]);
  });

  it('has its socket in /tmp if the path of its folder is too long for one, and removes it', async () => {
    dataDir = join(folder, 'd'.repeat(100));
    prepare();
    const postgres = await start();
    const socket = new URL(postgres.url.replace('@/', '@localhost/')).searchParams.get('host') ?? '';
    expect(socket).toMatch(/^\/tmp\/celeriac-postgres-[0-9a-f]{12}$/);
    expect(statSync(socket).mode & 0o777).toBe(0o700);
    expect(await ask(postgres.url, 'SELECT 1')).toEqual([1]);
    await postgres.stop();
    expect(existsSync(socket)).toBe(false);
  });

  it('starts beside a process that has the id of a dead server', async () => {
    const first = await start();
    await keep(first.url);
    await first.stop();
    const lock = [process.pid, '/elsewhere', 0, 5432, '/elsewhere', '', ''].join('\n');
    writeFileSync(join(dataDir, 'postgres/data/postmaster.pid'), lock);
    expect(await kept((await start()).url)).toEqual([7]);
  });

  it('does not trust a record that names another program', async () => {
    const bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      stdio: 'ignore',
      detached: true,
    });
    cleanups.push(() => bystander.kill('SIGKILL'));
    writeRecord(join(dataDir, 'postgres'), {
      server: `${bystander.pid}@1`,
      port: 5432,
      owner: `${process.pid}@1`,
    });
    expect((await start()).reused).toBe(false);
    expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
  });

  it('begins again if its first start was cut short', async () => {
    const home = join(dataDir, 'postgres');
    renameSync(join(home, 'data'), join(home, 'data-new-abcdef'));
    rmSync(join(home, 'data-new-abcdef/global'), { recursive: true });
    expect(await ask((await start()).url, 'SELECT 1')).toEqual([1]);
    expect(existsSync(join(home, 'data-new-abcdef'))).toBe(false);
  });

  it('shows the end of the log if it does not start', async () => {
    rmSync(join(dataDir, 'postgres/data/global/pg_control'));
    await expect(start()).rejects.toThrow(/bin\/postgres ended at once \(exit code 2\)[^]*pg_control/);
  });

  it('names the folder that it cannot use', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(start(join(folder, 'file'))).rejects.toThrow(
      `PostgreSQL cannot store its data in ${join(folder, 'file')}`,
    );
  });
});
