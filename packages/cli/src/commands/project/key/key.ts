import type { Command } from 'commander';
import type { Cli } from '../../../cli.js';
import { UsageError } from '../../../exit-code.js';
import { ROLES, keyText, newKey, problemWithKey } from './new-key.mjs';

/** `celeriac key NAME ROLE`: asks no API. `npm run key` does the same without a build. */
export function keyCommand(cli: Cli): Command {
  return cli
    .command('key', 'Create an API key and its entry for API_KEYS; the key is shown once and not stored', [
      'key web submitter',
      'key prometheus viewer --json',
    ])
    .argument('<name>', 'name of the client: up to 64 letters, digits, _ - . (first a letter or digit)')
    .argument('<role>', `${ROLES.join(', ')}; each includes those before it`)
    .action(
      cli.action(({ output }, _options: object, name: string, role: string) => {
        const problem = problemWithKey(name, role);
        if (problem !== undefined) throw new UsageError(`${problem} Roles: ${ROLES.join(', ')}`);
        output.show(newKey(name, role), keyText);
        return Promise.resolve();
      }),
    );
}
