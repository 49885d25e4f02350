import type { components } from '@celeriac/client';
import type { Command } from 'commander';
import { bodyOf } from '../../../answer.js';
import type { Cli } from '../../../cli.js';
import { ExitCode } from '../../../exit-code.js';
import { readJsonFile } from '../json-input.js';
import { watchWorkflow } from './watch-workflow.js';

/** `celeriac workflow start FILE` */
export function workflowStart(cli: Cli): Command {
  return cli
    .command('start', 'Start a workflow from a JSON file, as in POST /workflows', [
      'workflow start report.json',
      'generate-report | celeriac workflow start - --watch',
    ])
    .argument('<file>', 'path of the file, or - for standard input')
    .option('--watch', 'follow it until it ends; exit code 1 unless it succeeds')
    .action(
      cli.action(async (session, { watch }: { watch?: boolean }, path: string) => {
        // The API checks it, and points at each mistake.
        const body = (await readJsonFile(
          path,
          session.terminal,
        )) as components['schemas']['WorkflowDefinitionDto'];
        const started = bodyOf(await session.client.api.POST('/workflows', { body }));
        if (watch) return watchWorkflow(session, started.workflow_id);
        session.output.show(started, ({ workflow_id: id }) => id);
        return ExitCode.ok;
      }),
    );
}
