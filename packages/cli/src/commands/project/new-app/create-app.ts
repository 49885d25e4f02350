import { existsSync, readdirSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { UsageError } from '../../../exit-code.js';
import { createTask } from '../new-task/create-task.js';
import { taskNames } from '../new-task/task-names.js';
import { writeFiles } from '../new-task/write-files.js';
import { packageJsonOf, packageLockOf, readmeOf } from './app-sources.js';
import { type Template, templateOf } from './template-files.js';

const PACKAGE_NAME = /^[a-z\d][a-z\d._-]{0,100}$/;

/** Beside the program: the template in a package from npm, and the repository that the program was built in. */
const PACKED = new URL('../dist/template.json.gz', import.meta.url);
const REPOSITORY = new URL('../../../', import.meta.url);

/**
 * Makes a project: a copy of the template with a name, a README, settings and a task of its own.
 *
 * @throws UsageError if the folder has something in it, or its name is not that of a package
 */
export async function createApp(folder: string): Promise<void> {
  const name = basename(folder);
  if (!PACKAGE_NAME.test(name))
    throw new UsageError(
      `${JSON.stringify(name)} cannot be the name of a package: use lowercase letters, digits and -`,
    );
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new UsageError(`${folder} is not empty`);
  const template = await readTemplate();
  for (const [path, content] of Object.entries(template))
    await write(folder, path, Buffer.from(content, 'base64'));
  await write(folder, 'package.json', packageJsonOf(textOf(template, 'package.json'), name));
  await write(folder, 'package-lock.json', packageLockOf(textOf(template, 'package-lock.json'), name));
  await write(folder, '.env', textOf(template, '.env.example'));
  await write(folder, 'README.md', readmeOf(name));
  const greet = createTask(folder, taskNames('greetings.greet'), 'tasks', 'src/features/greetings');
  await writeFiles(folder, greet);
}

async function readTemplate(): Promise<Template> {
  if (!existsSync(PACKED)) return templateOfRepository();
  const json = await promisify(gunzip)(await readFile(PACKED));
  return JSON.parse(json.toString()) as Template;
}

async function templateOfRepository(): Promise<Template> {
  try {
    return await templateOf(fileURLToPath(REPOSITORY));
  } catch (error) {
    throw new UsageError(
      `The template is in the package from npm and in a clone of Celeriac: ${String(error)}`,
    );
  }
}

async function write(folder: string, path: string, content: string | Buffer): Promise<void> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  if (path.includes('/bin/')) await chmod(file, 0o755);
}

function textOf(template: Template, path: string): string {
  return Buffer.from(template[path] ?? '', 'base64').toString();
}
