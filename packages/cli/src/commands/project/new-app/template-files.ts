import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Files of a project by their paths, in Base64. */
export type Template = Readonly<Record<string, string>>;

/** Parts of this repository that serve its own development only. */
const DEVELOPMENT = [
  /^\.ci\//,
  /^\.github\//,
  /^(CHANGELOG|CONTRIBUTING|SECURITY|README)\.md$/,
  /^(llms\.txt|redocly\.yaml|renovate\.json|stryker\.config\.js|typedoc\.json|jest\.mutation\.config\.js)$/,
  /^docs\/(README|compared|dependencies|performance|coming-from-celery|upgrading)\.md$/,
  /^examples\//,
  /^test\/(?!support\/)/,
  /^scripts\/(write-cli-docs|write-zones)\.mjs$/,
  /\.spec\.tsx?$/,
];

/** Files of the repository at `root` that a new project gets: all in Git except those for developing Celeriac itself. */
export async function templateOf(root: string): Promise<Template> {
  const { stdout } = await promisify(execFile)(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    {
      cwd: root,
      maxBuffer: 64 * 1_048_576,
    },
  );
  const paths = stdout.split('\0').filter((path) => path !== '' && !isDevelopment(path));
  const files = await Promise.all(
    paths.map(async (path) => [path, await readFile(join(root, path), 'base64')] as const),
  );
  return Object.fromEntries(files);
}

function isDevelopment(path: string): boolean {
  return DEVELOPMENT.some((part) => part.test(path));
}
