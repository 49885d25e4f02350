import { type CliOptions, type CliOutcome, runCli } from './run-cli.js';
import { type Stand, startStand } from './stand.js';

/** An API that listens, a worker, and `celeriac` for them. */
export interface CliStand extends Stand {
  readonly url: string;
  /** Runs a command line in this process. */
  celeriac(line: readonly string[], options?: CliOptions): Promise<CliOutcome>;
  /** Runs it with `--json`, expects exit code 0, and parses its output. */
  json(...line: string[]): Promise<any>;
}

/** The same as `startStand`, and the API listens. */
export async function startCliStand(...given: Parameters<typeof startStand>): Promise<CliStand> {
  const stand = await startStand(...given);
  await stand.app.listen(0, '127.0.0.1');
  const url = await stand.app.getUrl();
  const celeriac = (line: readonly string[], options?: CliOptions) => runCli(url, line, options);
  const json = async (...line: string[]) => {
    const { code, stdout, stderr } = await celeriac([...line, '--json']);
    if (code !== 0) throw new Error(`celeriac ${line.join(' ')} ended with ${code}: ${stderr}`);
    return JSON.parse(stdout);
  };
  // After the end of a stream, Node's fetch opens an idle connection, which would hold up the end of the server.
  const stop = () => {
    stand.app.getHttpServer().closeAllConnections();
    return stand.stop();
  };
  return { ...stand, url, celeriac, json, stop };
}
