/**
 * Makes an API key: `npm run key -- NAME ROLE`. The key is shown once and kept nowhere; what the API is configured with
 * is its SHA-256. Needs neither a build nor a package, so that it runs anywhere.
 */
import { createHash, randomBytes } from 'node:crypto';

const ROLES = ['viewer', 'submitter', 'operator', 'admin'];

const USAGE = `npm run key -- NAME ROLE

NAME  whose key it is: 1 to 64 letters, digits, or any of _ - . (it begins with a letter or a digit)
ROLE  ${ROLES.join(', ')}; each may also do what those before it may
`;

const [name = '', role = '', ...rest] = process.argv.slice(2);
const problem = problemWith(name, role, rest);
if (problem === undefined) {
  process.stdout.write(newKey(name, role));
} else {
  process.stderr.write(`${problem}\n\n${USAGE}`);
  process.exitCode = 1;
}

function problemWith(name, role, rest) {
  if (name === '' || role === '') return 'A name and a role are needed.';
  if (rest.length > 0) return `Only a name and a role are taken, not also ${JSON.stringify(rest.join(' '))}.`;
  if (!/^[A-Za-z\d][\w.-]{0,63}$/.test(name)) return `${JSON.stringify(name)} is no name.`;
  if (!ROLES.includes(role)) return `There is no role ${JSON.stringify(role)}.`;
  return undefined;
}

/** 256 random bits. By the prefix, scanners for secrets recognise a key that stands where it should not. */
function newKey(name, role) {
  const key = `cel_${randomBytes(32).toString('base64url')}`;
  const hash = createHash('sha256').update(key).digest('hex');
  return `The key of ${name} (${role}), shown only this once:

  ${key}

Its entry for API_KEYS. Separate it by a comma from those that are there, and start the API again:

  ${name}:${role}:${hash}
`;
}
