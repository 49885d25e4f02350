import type { Command } from 'commander';
import { bodyOf } from '../../../answer.js';
import type { Cli } from '../../../cli.js';
import type { Workflow } from './workflow-view.js';

const EXAMPLE_ID = '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e';

/** `celeriac workflow cancel ID` */
export function workflowCancel(cli: Cli): Command {
  return cli
    .command('cancel', 'Cancel a workflow with all its steps', [`workflow cancel ${EXAMPLE_ID}`])
    .argument('<id>', 'ID of the workflow')
    .option('--reason <text>', 'shown as revoke_reason')
    .action(
      cli.action(async ({ client, output }, { reason }: { reason?: string }, id: string) => {
        const body = reason === undefined ? {} : { reason };
        const call = { params: { path: { workflow_id: id } }, body };
        const workflow = bodyOf(await client.api.POST('/workflows/{workflow_id}/cancel', call));
        const stopping = workflow.status === 'REVOKED' ? '' : '; running steps were asked to stop';
        output.show(workflow, () => `${stateText(workflow)}${stopping}.`);
      }),
    );
}

/** `celeriac workflow retry ID` */
export function workflowRetry(cli: Cli): Command {
  return cli
    .command('retry', 'Run the failed and revoked steps again; steps that succeeded keep their results', [
      `workflow retry ${EXAMPLE_ID}`,
    ])
    .argument('<id>', 'ID of the workflow')
    .action(
      cli.action(async ({ client, output }, _options: object, id: string) => {
        const call = { params: { path: { workflow_id: id } } };
        const workflow = bodyOf(await client.api.POST('/workflows/{workflow_id}/retry', call));
        output.show(workflow, () => `${stateText(workflow)}.`);
      }),
    );
}

/** `celeriac workflow delete ID` */
export function workflowDelete(cli: Cli): Command {
  return cli
    .command('delete', 'Delete a finished workflow with all its tasks', [`workflow delete ${EXAMPLE_ID}`])
    .argument('<id>', 'ID of the workflow')
    .action(
      cli.action(async ({ client, output }, _options: object, id: string) => {
        await client.api.DELETE('/workflows/{workflow_id}', { params: { path: { workflow_id: id } } });
        output.show({ workflow_id: id, deleted: true }, () => `The workflow ${id} is deleted.`);
      }),
    );
}

function stateText({ workflow_id: id, status }: Workflow): string {
  return `The workflow ${id} is ${status}`;
}
