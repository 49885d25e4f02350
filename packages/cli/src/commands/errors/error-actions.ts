import type { components } from '@celeriac/client';
import type { Command } from 'commander';
import { bodyOf } from '../../answer.js';
import { timeArgument } from '../../arguments/parsers.js';
import type { Cli, Session } from '../../cli.js';
import { ExitCode } from '../../exit-code.js';
import { confirm } from '../../selection/confirm.js';
import { stateText } from './errors.js';

type ErrorGroup = components['schemas']['ErrorGroupDto'];
type Redrive = components['schemas']['ErrorRedriveDto'];

interface NoteOptions {
  readonly note?: string;
  readonly until?: string;
}

interface RedriveOptions {
  readonly dryRun?: true;
  readonly yes?: true;
}

/** `celeriac errors resolve|ignore|reopen|redrive FINGERPRINT` */
export function errorActionCommands(cli: Cli): Command[] {
  return [resolveCommand(cli), ignoreCommand(cli), reopenCommand(cli), redriveCommand(cli)].map((command) =>
    command.argument('<fingerprint>', 'as celeriac errors prints it'),
  );
}

function resolveCommand(cli: Cli): Command {
  return cli
    .command('resolve', 'Mark an error as resolved; the next failure reopens it', [
      'errors resolve FINGERPRINT',
    ])
    .option('--note <text>', 'shown with the error')
    .action(
      cli.action(async (session, { note }: NoteOptions, fingerprint: string) => {
        const request = { params: { path: { fingerprint } }, body: note === undefined ? {} : { note } };
        showState(session, bodyOf(await session.client.api.POST('/errors/{fingerprint}/resolve', request)));
      }),
    );
}

function ignoreCommand(cli: Cli): Command {
  return cli
    .command('ignore', 'Ignore an error, forever or until a given time', [
      'errors ignore FINGERPRINT',
      'errors ignore FINGERPRINT --until +7d',
    ])
    .option('--until <time>', 'reopen it at this time: 2026-12-01, +7d', timeArgument)
    .option('--note <text>', 'shown with the error')
    .action(
      cli.action(async (session, { note, until }: NoteOptions, fingerprint: string) => {
        const body = { ...(note !== undefined && { note }), ...(until !== undefined && { until }) };
        const request = { params: { path: { fingerprint } }, body };
        showState(session, bodyOf(await session.client.api.POST('/errors/{fingerprint}/ignore', request)));
      }),
    );
}

function reopenCommand(cli: Cli): Command {
  return cli.command('reopen', 'Reopen a resolved or ignored error', ['errors reopen FINGERPRINT']).action(
    cli.action(async (session, _options, fingerprint: string) => {
      const request = { params: { path: { fingerprint } } };
      showState(session, bodyOf(await session.client.api.POST('/errors/{fingerprint}/reopen', request)));
    }),
  );
}

function redriveCommand(cli: Cli): Command {
  return cli
    .command('redrive', 'Run all failed tasks of an error again', [
      'errors redrive FINGERPRINT --dry-run',
      'errors redrive FINGERPRINT --yes',
    ])
    .option('--dry-run', 'only count the tasks')
    .option('--yes', 'do not ask')
    .action(
      cli.action(async (session, { dryRun, yes }: RedriveOptions, fingerprint: string) => {
        const found = await redrive(session, fingerprint, { dry_run: true });
        if (dryRun || found.matched === 0) {
          session.output.show(found, foundText);
          return ExitCode.ok;
        }
        if (!(await confirm(session, `Run ${found.matched} tasks again`, yes))) return ExitCode.ok;
        return redriveAll(session, fingerprint, found.matched);
      }),
    );
}

/** The API handles at most 1,000 tasks in one request. */
async function redriveAll(session: Session, fingerprint: string, expected: number): Promise<ExitCode> {
  const { output } = session;
  const progress = output.progress();
  const outcome = { succeeded: [] as string[], failed: [] as Redrive['failed'] };
  let cursor: string | null = null;
  do {
    const part: Redrive = await redrive(session, fingerprint, cursor === null ? {} : { cursor });
    outcome.succeeded.push(...part.succeeded);
    outcome.failed.push(...part.failed);
    cursor = part.next_cursor;
    progress.update((outcome.succeeded.length / expected) * 100, `${outcome.succeeded.length} tasks`);
  } while (cursor !== null);
  progress.end();
  output.show(outcome, ({ succeeded, failed }) =>
    [
      `${succeeded.length} tasks run again`,
      ...failed.map(({ task_id, problem }) => `${task_id}  ${problem.detail}`),
    ].join('\n'),
  );
  return outcome.failed.length > 0 ? ExitCode.taskFailed : ExitCode.ok;
}

async function redrive(
  { client }: Session,
  fingerprint: string,
  body: components['schemas']['RedriveErrorDto'],
): Promise<Redrive> {
  const params = { path: { fingerprint } };
  return bodyOf(await client.api.POST('/errors/{fingerprint}/redrive', { params, body }));
}

function foundText({ matched, archived }: Redrive): string {
  const past = archived ? `; ${archived} more are only in the history: celeriac replay` : '';
  return `${matched} failed tasks can run again${past}`;
}

function showState({ output }: Session, error: ErrorGroup): void {
  output.show(error, ({ fingerprint, state }) => `${fingerprint}  ${stateText(state, output.style)}`);
}
