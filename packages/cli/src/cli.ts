import { type CeleriacClient, createClient } from '@celeriac/client';
import { Command, Help, type Option } from 'commander';
import { ExitCode } from './exit-code.js';
import { httpFetch } from './http-fetch.js';
import { withNegations } from './negations.js';
import { Output } from './output/output.js';
import { styleFor } from './output/style.js';
import { type Settings, settingsOf } from './settings/settings.js';
import type { Terminal } from './terminal.js';

/** People wait for it: a longer outage is reported to them. */
const RETRY_FOR_MS = 5_000;

/** The options that every command takes. */
interface GlobalOptions {
  readonly url?: string | undefined;
  readonly apiKey?: string | undefined;
  readonly profile?: string | undefined;
  readonly json?: boolean;
  readonly color: boolean;
}

/** The client, the output and the settings of one command. */
export interface Session {
  readonly client: CeleriacClient;
  readonly settings: Settings;
  readonly output: Output;
  readonly terminal: Terminal;
  /** The query that the words of a command line make. A mistake in it is shown with a caret. */
  readonly query: (words: readonly string[]) => string;
}

type Action<Options, Arguments extends unknown[]> = (
  session: Session,
  options: Options,
  ...args: Arguments
) => Promise<ExitCode | undefined> | Promise<void>;

/** Makes the commands of one run. */
export class Cli {
  /** The exit code of the command that ran. */
  exitCode: ExitCode = ExitCode.ok;
  /** The service of the command that ran. */
  settings: Settings | undefined;
  /** The query of the command that ran. */
  query: string | undefined;

  constructor(readonly terminal: Terminal) {}

  /**
   * A command with its help.
   *
   * @param summary one line in the imperative
   * @param examples command lines without the program's name, or whole ones that pipe into it: the end of its help
   */
  command(name: string, summary: string, examples: readonly string[]): Command {
    const lines = examples
      .map((example) => `  $ ${example.includes('| celeriac ') ? '' : 'celeriac '}${example}\n`)
      .join('');
    return new Command(name)
      .configureHelp({ optionDescription })
      .description(summary)
      .addHelpText(
        'after',
        `\nExamples:\n${lines}\nOptions of every command, such as --json: celeriac --help`,
      );
  }

  /**
   * The action of a command: gets its session, its arguments and its options.
   *
   * @param act returns the exit code if it is not 0
   */
  action<Options extends object, Arguments extends unknown[]>(
    act: Action<Options, Arguments>,
  ): (...args: unknown[]) => Promise<void> {
    return async (...given) => {
      const command = given.at(-1) as Command;
      const options = command.optsWithGlobals<Options & GlobalOptions>();
      const args = given.slice(0, -2).map(withNegations) as Arguments;
      this.exitCode = (await act(this.session(options), options, ...args)) ?? ExitCode.ok;
    };
  }

  private session({ url, apiKey, profile, json, color }: GlobalOptions): Session {
    const { terminal } = this;
    const settings = settingsOf({ url, apiKey, profile }, terminal.env);
    this.settings = settings;
    const output = new Output(terminal, styleFor(terminal, color), json ?? false);
    const query = (words: readonly string[]) => (this.query = words.map(withNegations).join(' '));
    const client = createClient({ ...settings, tries: 3, retryForMs: RETRY_FOR_MS, fetch: httpFetch });
    return { client, settings, output, terminal, query };
  }
}

/** The description of an option, without the empty list that a repeated option starts with. */
function optionDescription(option: Option): string {
  return new Help().optionDescription(option).replace(' (default: [])', '');
}
