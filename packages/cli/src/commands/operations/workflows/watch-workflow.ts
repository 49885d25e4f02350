import type { Session } from '../../../cli.js';
import { ExitCode } from '../../../exit-code.js';
import type { Output } from '../../../output/output.js';
import { workflowText } from './workflow-view.js';

/**
 * Prints a workflow as it is, and then each change of a step until it ends.
 *
 * @returns taskFailed unless it succeeds
 */
export async function watchWorkflow({ client, output, terminal }: Session, id: string): Promise<ExitCode> {
  const shown = new Map<string, string>();
  for await (const event of client.workflow(id).events({ signal: terminal.signal })) {
    const { data } = event;
    if (event.type === 'snapshot') {
      // After a broken connection it comes again: only its news are printed.
      if (shown.size === 0) output.showNext(event, () => workflowText(event.data, output));
      for (const [name, { status }] of Object.entries(event.data.steps)) tell(output, shown, name, status);
    }
    if (event.type === 'step') {
      if (output.isJson) output.showNext(event, () => '');
      tell(output, shown, event.data.name, event.data.status);
    }
    if (event.type === 'end') {
      output.showNext(event, () => `${id}  ${output.style.status(data.status)}`);
      return event.data.status === 'SUCCESS' ? ExitCode.ok : ExitCode.taskFailed;
    }
  }
  return terminal.signal.aborted ? ExitCode.interrupted : ExitCode.ok;
}

function tell(output: Output, shown: Map<string, string>, name: string, status: string): void {
  const before = shown.get(name);
  shown.set(name, status);
  if (before === undefined || before === status || output.isJson) return;
  output.showNext(null, () => `${name}  ${output.style.status(status)}`);
}
