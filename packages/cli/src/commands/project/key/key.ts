import type { Command } from 'commander';
import type { Cli } from '../../../cli.js';
import { UsageError } from '../../../exit-code.js';
import { ROLES, keyText, newKey, problemWithKey } from './new-key.mjs';

/** `celeriac key NAME ROLE`: asks no API. `npm run key` does the same without a build. */
export function keyCommand(cli: Cli): Command {
  return cli
    .command('key', 'Make an API key and its entry for API_KEYS; the key is shown once and kept nowhere', [
      'key web submitter',
      'key prometheus viewer --json',
    ])
    .argument('<name>', 'whose key it is: letters, digits, _ - . (up to 64, a letter or a digit first)')
    .argument('<role>', `${ROLES.join(', ')}; each may also do what those before it may`)
    .action(
      cli.action(({ output }, _options: object, name: string, role: string) => {
        const problem = problemWithKey(name, role);
        if (problem !== undefined) throw new UsageError(`${problem} Roles: ${ROLES.join(', ')}`);
        output.show(newKey(name, role), keyText);
        return Promise.resolve();
      }),
    );
}
