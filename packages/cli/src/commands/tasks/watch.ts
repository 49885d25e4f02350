import type { Command } from 'commander';
import type { Cli, Session } from '../../cli.js';
import { ExitCode } from '../../exit-code.js';
import { type TaskState, followTask, percentageOf, showResult, valueText } from './follow.js';

/** `celeriac watch ID` */
export function watchCommand(cli: Cli): Command {
  return cli
    .command('watch', 'Follow a task to its end: status, progress, log and result', ['watch TASK_ID'])
    .argument('<id>', 'ID of the task')
    .action(cli.action((session, _options, id: string) => watch(session, id)));
}

async function watch(session: Session, id: string): Promise<ExitCode> {
  const { output } = session;
  const bar = output.progress();
  let last = '';
  const tell = (event: object, text: string) => {
    bar.end();
    output.showNext(event, () => text);
  };
  const task = await followTask(session, id, {
    state: ({ status, attempt, max_attempts }: TaskState) => {
      const now = `${output.style.status(status)} attempt ${attempt} of ${max_attempts}`;
      if (now !== last) tell({ status, attempt }, now);
      last = now;
    },
    progress: (progress) => {
      const percentage = percentageOf(progress);
      if (percentage === undefined) tell({ progress }, valueText(progress));
      else if (output.isJson) tell({ progress }, '');
      else bar.update(percentage, id);
    },
    log: (lines) => lines.forEach((line) => tell({ log: line }, `  ${line}`)),
  });
  bar.end();
  return task === undefined ? ExitCode.ok : showResult(session, task);
}
