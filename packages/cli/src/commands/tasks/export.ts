import { ProblemError, type Task, UnreachableError } from '@celeriac/client';
import type { Command } from 'commander';
import { bodyOf } from '../../answer.js';
import type { Cli, Session } from '../../cli.js';
import { UsageError } from '../../exit-code.js';
import { CSV_HEAD, csvLine } from './csv.js';

interface Options {
  readonly format: string;
  readonly payload?: true;
}

/** A line of an export: a task, or the problem that ended it. */
type Line = Task | { readonly error: ProblemError['problem']; readonly task_id?: undefined };

/** `celeriac export [QUERY]` */
export function exportCommand(cli: Cli): Command {
  return cli
    .command('export', 'Write all tasks that match a query to standard output', [
      'export status:FAILURE > failures.ndjson',
      "export 'finished:>-1d' --format csv > tasks.csv",
    ])
    .argument('[query...]', 'status:FAILURE name:math.divide tag:nightly …; see docs/queries.md')
    .option('--format <format>', 'ndjson (one JSON object a line) or csv', 'ndjson')
    .option('--payload', 'with the payloads (admins)')
    .action(
      cli.action((session, options: Options, words: string[]) =>
        exportTasks(session, options, session.query(words)),
      ),
    );
}

async function exportTasks(session: Session, { format, payload }: Options, q: string): Promise<void> {
  const { client, output, terminal } = session;
  if (format !== 'ndjson' && format !== 'csv')
    throw new UsageError(`--format must be ndjson or csv, got ${JSON.stringify(format)}`);
  const params = { query: { q, ...(payload && { include: 'payload' as const }) } };
  const { signal } = terminal;
  const answer = await client.api.GET('/tasks/export', { params, parseAs: 'stream', signal });
  const progress = output.progress();
  let count = 0;
  if (format === 'csv') output.copy(CSV_HEAD);
  for await (const json of linesOf(bodyOf(answer) as ReadableStream<Uint8Array>)) {
    const line = JSON.parse(json) as Line;
    if (line.task_id === undefined) throw new ProblemError(line.error);
    output.copy(format === 'csv' ? csvLine(line) : `${json}\n`);
    progress.update(undefined, `${++count} tasks`);
  }
  progress.end();
}

/** @throws UnreachableError if the connection breaks: the export is not complete */
async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for await (const bytes of body) {
      const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    throw new UnreachableError('The connection broke: the export is not complete', { cause: error });
  }
  if (rest !== '') throw new UnreachableError('The last line is cut: the export is not complete');
}
