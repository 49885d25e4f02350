import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Cli } from '../../packages/cli/src/cli.js';
import { createProgram } from '../../packages/cli/src/program.js';
import { descendantsOf } from '../../packages/cli/src/run.js';
import type { Terminal } from '../../packages/cli/src/terminal.js';
import { sectionOf, tableRows } from '../support/markdown.js';
import { OpenApi } from '../support/openapi.js';
import { useApi } from '../support/use-api.js';

/** `celery --help`, version 5. */
const COMMANDS =
  'amqp beat call control events graph inspect list logtool migrate multi purge report result shell status upgrade worker';
const INSPECT =
  'active active_queues clock conf memdump memsample objgraph ping query_task registered report reserved revoked scheduled stats';
const CONTROL =
  'add_consumer autoscale cancel_consumer disable_events election enable_events heartbeat pool_grow pool_restart pool_shrink rate_limit revoke revoke_by_stamped_headers shutdown terminate time_limit';

const page = readFileSync('docs/coming-from-celery.md', 'utf8');
const rowsOf = (title: string) => tableRows(sectionOf(page, title)).slice(1);
const named = (title: string) => rowsOf(title).map(([there = '']) => there.replaceAll('`', ''));
const all = ['The commands of `celery`', 'celery inspect', 'celery control', "Flower's API"].flatMap(rowsOf);

const lines = [...new Set(all.flatMap(([, here = '']) => /^`celeriac (.*)`$/.exec(here)?.[1] ?? []))];

describe('docs/coming-from-celery.md', () => {
  const api = useApi();

  it('has each command of celery', () => {
    const commands = named('The commands of `celery`').map((line) => line.split(' ')[1]);
    expect([...new Set(commands)].sort()).toEqual([...COMMANDS.split(' '), 'flower'].sort());
  });

  it.each([
    ['inspect', INSPECT],
    ['control', CONTROL],
  ])('has each method of celery %s', (command, methods) => {
    expect(named(`celery ${command}`)).toEqual(
      methods.split(' ').map((method) => `celery ${command} ${method}`),
    );
  });

  it("has each route of Flower's API that compared.md has", () => {
    const compared = tableRows(sectionOf(readFileSync('docs/compared.md', 'utf8'), "Flower's API"));
    const routes = compared.slice(1).map(([there = '']) => /`([^`]+)`/.exec(there)?.[1]);
    expect(named("Flower's API")).toEqual(expect.arrayContaining([...new Set(routes)]));
  });

  it('has a line, an existing route and a note in each row, or "-" and the reason', async () => {
    const { body } = await api().get('/openapi.json').expect(200);
    const labels = new OpenApi(body).operations().map(([label]) => `\`${label}\``);
    const wrong = all.filter(
      ([, here = '', route = '', note = '', ...rest]) =>
        !(here === '-' || /^`celeriac [^`]+`$/.test(here)) ||
        !(route === '-' || labels.includes(route)) ||
        note === '' ||
        rest.length > 0,
    );
    expect(wrong).toEqual([]);
    expect(all.length).toBeGreaterThan(70);
  });

  it.each(lines)('has a valid command line: celeriac %s', (line) => {
    const words = line.split(' ').filter((word) => word !== '--help');
    expect(() => parsed(words)).not.toThrow();
  });

  it.each(['flower', 'tasks --nope', 'call', 'queue limit tasks fetch'])('would not accept: %s', (line) => {
    expect(() => parsed(line.split(' '))).toThrow();
  });
});

/** @throws CommanderError for an unknown command or option, and for missing or excess arguments */
function parsed(words: readonly string[]): void {
  const program = createProgram(new Cli({} as Terminal));
  for (const command of [program, ...descendantsOf(program)])
    command
      .exitOverride()
      .configureOutput({ writeErr: () => undefined })
      .action(() => undefined);
  program.parse(words, { from: 'user' });
}
