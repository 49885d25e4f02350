import type { components } from '@celeriac/client';
import type { Command } from 'commander';
import { bodyOf } from '../../answer.js';
import type { Cli } from '../../cli.js';
import type { Detail } from '../../output/details.js';
import { durationText } from '../../output/times.js';

type TaskType = components['schemas']['TaskTypeDto'];

/** `celeriac task-type NAME` */
export function taskTypeCommand(cli: Cli): Command {
  return cli
    .command('task-type', 'Show a task type: its payload, result and defaults', ['task-type math.divide'])
    .argument('<name>', 'name of the task type; see celeriac task-types')
    .action(
      cli.action(async ({ client, output }, _options, name: string) => {
        const type = bodyOf(await client.api.GET('/task-types/{name}', { params: { path: { name } } }));
        output.details(type, taskTypeDetails);
      }),
    );
}

export function taskTypeDetails(type: TaskType): Detail[] {
  const { defaults } = type;
  const { rate_limit: rate, backoff } = defaults;
  return [
    ['Name', type.name],
    ['Aliases', type.aliases.join(' ')],
    ['Summary', type.summary],
    ['Queue', type.queue],
    ['Isolation', defaults.isolation],
    ['Priority', defaults.priority],
    ['Attempts', `${defaults.attempts}, ${backoff.type} backoff from ${durationText(backoff.delay_ms)}`],
    ['Timeout', defaults.timeout_ms && durationText(defaults.timeout_ms)],
    ['Rate limit', rate && `${rate.max} in ${durationText(rate.duration_ms)}`],
    ['Retention', durationText(defaults.retention_ms)],
    ['Secrets', type.redact.join(' ')],
    ['Example', type.example && JSON.stringify(type.example)],
    ['Payload', JSON.stringify(type.payload_schema, null, 2)],
    ['Result', JSON.stringify(type.result_schema, null, 2)],
  ];
}
