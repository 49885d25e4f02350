import type { Command } from 'commander';
import { bodyOf } from '../../../answer.js';
import type { Cli, Session } from '../../../cli.js';
import { ExitCode } from '../../../exit-code.js';
import { workflowCancel, workflowDelete, workflowRetry } from './workflow-actions.js';
import { workflowStart } from './workflow-start.js';
import { watchWorkflow } from './watch-workflow.js';
import { workflowText } from './workflow-view.js';

interface Options {
  readonly mermaid?: boolean;
  readonly watch?: boolean;
  readonly items?: boolean;
}

/** `celeriac workflow ID`, and the actions on workflows. */
export function workflowCommand(cli: Cli): Command {
  const command = cli.command('workflow', 'Show, watch or draw one workflow, or act on it', [
    'workflow 01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e --watch',
    'workflow start report.json',
  ]);
  command.addCommand(workflowShow(cli), { isDefault: true });
  for (const make of [workflowStart, workflowCancel, workflowRetry, workflowDelete])
    command.addCommand(make(cli));
  return command;
}

function workflowShow(cli: Cli): Command {
  return cli
    .command('show', 'Show a workflow with its steps', [
      'workflow 01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e',
      'workflow 01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e --mermaid > workflow.mmd',
    ])
    .argument('<id>', 'ID of the workflow')
    .option('--mermaid', 'print a Mermaid flowchart')
    .option('--watch', 'follow it until it ends; exit code 1 unless it succeeds')
    .option('--items', 'with --json: include every item of `each` steps')
    .action(
      cli.action(async (session, { mermaid, watch, items }: Options, id: string) => {
        if (watch) return watchWorkflow(session, id);
        if (mermaid) return showDiagram(session, id);
        const params = { path: { workflow_id: id }, query: items ? { items: 'true' as const } : {} };
        const workflow = bodyOf(await session.client.api.GET('/workflows/{workflow_id}', { params }));
        session.output.show(workflow, () => workflowText(workflow, session.output));
        return ExitCode.ok;
      }),
    );
}

async function showDiagram({ client, output }: Session, id: string): Promise<ExitCode> {
  const diagram = bodyOf(
    await client.api.GET('/workflows/{workflow_id}.mmd', {
      params: { path: { workflow_id: id } },
      parseAs: 'text',
    }),
  );
  output.show({ mermaid: diagram }, () => diagram);
  return ExitCode.ok;
}
