import type { NestExpressApplication } from '@nestjs/platform-express';
import { type AppOptions, startApi, startWorker } from './in-process.js';
import { type CliOptions, type CliOutcome, runCli } from './run-cli.js';
import { type Sandbox, type Variables, createSandbox } from './sandbox.js';

/** An API that listens, a worker, and `celeriac` for them. */
export interface CliStand {
  readonly sandbox: Sandbox;
  readonly app: NestExpressApplication;
  readonly url: string;
  /** Runs a command line in this process. */
  celeriac(line: readonly string[], options?: CliOptions): Promise<CliOutcome>;
  /** Runs it with `--json`, expects exit code 0, and parses its output. */
  json(...line: string[]): Promise<any>;
  stop(): Promise<void>;
}

interface StandOptions extends AppOptions {
  /** Default: true. */
  readonly hasWorker?: boolean;
}

/**
 * An API and a worker in this process with their own sandbox.
 *
 * @param variables settings that differ from the defaults
 */
export async function startCliStand(
  { hasWorker = true, ...options }: StandOptions = {},
  variables: Variables = {},
): Promise<CliStand> {
  const sandbox = await createSandbox(variables);
  const app = await startApi(sandbox.variables, options);
  const worker = hasWorker ? await startWorker(sandbox.variables, options) : undefined;
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const celeriac = (line: readonly string[], more?: CliOptions) => runCli(url, line, more);
  const json = async (...line: string[]) => {
    const { code, stdout, stderr } = await celeriac([...line, '--json']);
    if (code !== 0) throw new Error(`celeriac ${line.join(' ')} ended with ${code}: ${stderr}`);
    return JSON.parse(stdout);
  };
  const stop = async () => {
    // After the end of a stream, Node's fetch opens an idle connection, which would hold up the end of the server.
    app.getHttpServer().closeAllConnections();
    await worker?.close();
    await app.close();
    await sandbox.clean();
  };
  return { sandbox, app, url, celeriac, json, stop };
}
