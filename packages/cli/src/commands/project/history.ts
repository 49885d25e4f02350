import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import type { Command } from 'commander';
import type { Cli } from '../../cli.js';
import { ExitCode, UsageError } from '../../exit-code.js';
import type { Terminal } from '../../terminal.js';

const PROGRAM = join('dist', 'migrate-history.js');

/** `celeriac history migrate`. A backfill needs no command: what the database lacks is recorded by itself. */
export function historyCommand(cli: Cli): Command {
  const command = cli.command('history', 'Prepare the database of finished tasks (HISTORY_URL)', [
    'history migrate',
    'history migrate --print',
  ]);
  return command.addCommand(migrateCommand(cli));
}

function migrateCommand(cli: Cli): Command {
  return cli
    .command('migrate', 'Create and update the tables; run it in the folder of the service', [
      'history migrate',
      'history migrate --print > tables.sql',
    ])
    .option('--print', 'print the SQL that creates all tables, and connect to nothing')
    .action(
      cli.action(async ({ terminal }, { print }: { readonly print?: boolean }) => {
        const program = join(terminal.folder, PROGRAM);
        if (!existsSync(program)) {
          throw new UsageError(
            `There is no ${PROGRAM} here. Run this in the folder of the service after npm run build, or run ` +
              `node ${PROGRAM} in its image.`,
          );
        }
        return migrate(program, print ? ['--print'] : [], terminal);
      }),
    );
}

function migrate(program: string, args: readonly string[], { env, folder, write, note }: Terminal) {
  return new Promise<ExitCode>((resolve) => {
    const child = execFile(execPath, [program, ...args], { cwd: folder, env: { ...env } }, (error) =>
      resolve(error === null ? ExitCode.ok : ExitCode.refused),
    );
    child.stdout?.on('data', write);
    child.stderr?.on('data', note);
  });
}
