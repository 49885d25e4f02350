/**
 * Makes an API key: `npm run key -- NAME ROLE`. The key is shown once and kept nowhere; what the API is configured with
 * is its SHA-256. Needs neither a build nor a package, so that it runs anywhere. `celeriac key` does the same.
 */
import { ROLES, keyText, newKey, problemWithKey } from '../packages/cli/src/commands/project/key/new-key.mjs';

const USAGE = `npm run key -- NAME ROLE

NAME  whose key it is: 1 to 64 letters, digits, or any of _ - . (it begins with a letter or a digit)
ROLE  ${ROLES.join(', ')}; each may also do what those before it may
`;

const [name = '', role = '', ...rest] = process.argv.slice(2);
const problem = problemWith(name, role, rest);
if (problem === undefined) {
  process.stdout.write(keyText(newKey(name, role)));
} else {
  process.stderr.write(`${problem}\n\n${USAGE}`);
  process.exitCode = 1;
}

function problemWith(name, role, rest) {
  if (name === '' || role === '') return 'A name and a role are needed.';
  if (rest.length > 0) return `Only a name and a role are taken, not also ${JSON.stringify(rest.join(' '))}.`;
  return problemWithKey(name, role);
}
