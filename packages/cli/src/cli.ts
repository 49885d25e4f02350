import { type CeleriacClient, createClient } from '@celeriac/client';
import { Command } from 'commander';
import { ExitCode } from './exit-code.js';
import { Output } from './output/output.js';
import { styleFor } from './output/style.js';
import type { Terminal } from './terminal.js';

/** The options that every command takes. */
interface GlobalOptions {
  readonly url?: string;
  readonly apiKey?: string;
  readonly json?: boolean;
  readonly color: boolean;
}

/** What a command works with. */
export interface Session {
  readonly client: CeleriacClient;
  readonly output: Output;
  readonly terminal: Terminal;
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

  constructor(readonly terminal: Terminal) {}

  command(name: string, summary: string): Command {
    return new Command(name).description(summary);
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
      const args = given.slice(0, -2) as Arguments;
      this.exitCode = (await act(this.session(options), options, ...args)) ?? ExitCode.ok;
    };
  }

  private session({ url, apiKey, json, color }: GlobalOptions): Session {
    const { env } = this.terminal;
    const key = apiKey ?? env['CELERIAC_API_KEY'];
    const client = createClient({
      url: url ?? env['CELERIAC_URL'] ?? 'http://localhost:8000',
      ...(key === undefined ? {} : { apiKey: key }),
    });
    const output = new Output(this.terminal, styleFor(this.terminal, color), json ?? false);
    return { client, output, terminal: this.terminal };
  }
}
