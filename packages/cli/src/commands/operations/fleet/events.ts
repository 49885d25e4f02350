import type { EventsQuery, FleetEvent, components } from '@celeriac/client';
import type { Command } from 'commander';
import type { Cli } from '../../../cli.js';
import { ExitCode } from '../../../exit-code.js';
import type { Output } from '../../../output/output.js';
import type { Style } from '../../../output/style.js';

type Change = components['schemas']['TaskChangeDto'];

type Options = Omit<EventsQuery, 'q'>;

/** `celeriac events` */
export function eventsCommand(cli: Cli): Command {
  return cli
    .command('events', 'Print the changes of all tasks as they happen, until Ctrl-C', [
      'events',
      'events --queue fetch --status FAILURE',
      'events --json | jq \'select(.type == "task").data.task_id\'',
    ])
    .argument(
      '[query...]',
      'a query with name, queue, status and tag only, such as -tag:test; see docs/queries.md',
    )
    .option('--name <name>', 'only tasks of this type')
    .option('--queue <queue>', 'only tasks of this queue')
    .option('--status <status>', 'only changes to or from this status')
    .option('--tag <tag>', 'only tasks with this tag')
    .action(
      cli.action(async (session, options: Options, words: string[]) => {
        const { client, output, terminal } = session;
        const filter = filterOf(options, session.query(words));
        for await (const event of client.events(filter, { signal: terminal.signal })) print(event, output);
        return ExitCode.ok;
      }),
    );
}

function filterOf({ name, queue, status, tag }: Options, q: string): EventsQuery {
  const given = { name, queue, status, tag, q: q || undefined };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** Tasks go to standard output; news of the stream itself are notes. With `--json`, every event is a line. */
function print(event: FleetEvent, output: Output): void {
  if (output.isJson) output.showNext(event, () => '');
  else if (event.type === 'task') output.showNext(event, () => lineOf(event.data, output.style));
  else output.note(noteOf(event));
}

function noteOf(event: Exclude<FleetEvent, { type: 'task' }>): string {
  if (event.type === 'reset') return `Changes may be missing (${event.data.reason}).`;
  if (event.type === 'skipped') return `${event.data.skipped} changes were left out: too many a second.`;
  return event.data.resumed ? 'Connected again; nothing was missed.' : 'Connected.';
}

function lineOf({ task_id, name, queue, status, attempt }: Change, style: Style): string {
  const time = new Date().toISOString().slice(11, 19);
  const state = `${style.status(status)}${' '.repeat(7 - status.length)}`;
  return `${time}  ${state}  ${task_id}  ${name}  ${queue}  attempt ${attempt}`;
}
