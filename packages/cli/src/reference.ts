import type { Command } from 'commander';
import { Cli } from './cli.js';
import { createProgram } from './program.js';
import { descendantsOf } from './run.js';
import type { Terminal } from './terminal.js';

const HELP_WIDTH = 100;

const INTRODUCTION = `# The command line

\`celeriac\` is a client of the HTTP API, for people and for scripts. In this repository, run it with \`npx celeriac\`. The
package \`@celeriac/cli\` needs only Node.

Results go to standard output: tables for people, or JSON with \`--json\`. Everything else, such as progress bars,
messages and questions, goes to standard error.

Without a terminal, output has no colours and is not shortened, and commands never ask. Actions on many tasks then need
\`--yes\`; \`queue revoke-waiting\` and \`queue purge\` need \`--confirm NAME\`.

The rest of this page is the \`--help\` of each command, written by \`npm run docs:cli\`.
`;

/** A terminal that nothing is written to. */
const NOWHERE: Terminal = {
  env: {},
  folder: '.',
  isInteractive: false,
  showsProgress: false,
  columns: HELP_WIDTH,
  rows: 40,
  signal: new AbortController().signal,
  write: () => undefined,
  note: () => undefined,
  readInput: () => Promise.resolve(''),
  ask: undefined,
};

/** The text of docs/cli.md: the help of every command. */
export function reference(): string {
  const program = createProgram(new Cli(NOWHERE));
  const sections = [program, ...descendantsOf(program)].map(
    (command) => `## ${pathOf(command)}\n\n\`\`\`text\n${helpOf(command).trimEnd()}\n\`\`\`\n`,
  );
  return [INTRODUCTION, ...sections].join('\n');
}

/** The words that call a command. */
export function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

function helpOf(command: Command): string {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text), getOutHelpWidth: () => HELP_WIDTH });
  command.outputHelp();
  return help;
}
