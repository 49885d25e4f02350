import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Cli } from '../../../cli.js';
import { createApp } from './create-app.js';

/** `celeriac new app DIR` */
export function newApp(cli: Cli): Command {
  return cli
    .command('app', 'Make a project of your own: the template with a task, a spec, settings and a README', [
      'new app my-app',
    ])
    .argument('<folder>', 'a new or empty folder; its name is the name of the project')
    .action(
      cli.action(async ({ output, terminal }, _options: object, given: string) => {
        const folder = resolve(terminal.folder, given);
        await createApp(folder);
        output.show({ folder }, () =>
          [`${folder} is ready:`, '', `  cd ${given}`, '  npm install', '  npm start'].join('\n'),
        );
      }),
    );
}
