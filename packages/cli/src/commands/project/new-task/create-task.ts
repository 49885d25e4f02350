import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { UsageError } from '../../../exit-code.js';
import { withFeature, withImport, withProvider } from './edit-module.js';
import { pascalCase, type TaskNames } from './task-names.js';
import { type ImportPaths, moduleSource, specSource, taskSource } from './task-sources.js';

const FEATURES = 'src/apps/features.ts';

/** A new or changed file: its path from the root of the repository, and its text. */
export interface WrittenFile {
  readonly path: string;
  readonly text: string;
  readonly isNew: boolean;
}

/**
 * The files that a new task adds and changes; nothing is written.
 *
 * @param root root of the repository
 * @param folder of the task, below src
 * @throws UsageError
 */
export function createTask(root: string, names: TaskNames, queue: string, folder: string): WrittenFile[] {
  const task = `${folder}/${names.file}.task.ts`;
  if (existsSync(join(root, task))) throw new UsageError(`${task} exists already`);
  const paths = importPaths(root, folder);
  return [
    { path: task, text: taskSource(names, queue, paths), isNew: true },
    { path: `${folder}/${names.file}.task.spec.ts`, text: specSource(names, paths), isNew: true },
    ...moduleFiles(root, names, folder, paths),
  ];
}

/**
 * The nearest folder above that holds a repository made from the template.
 *
 * @throws UsageError
 */
export function findRepository(from: string): string {
  for (let folder = resolve(from); ; folder = resolve(folder, '..')) {
    if (existsSync(join(folder, FEATURES))) return folder;
    if (resolve(folder, '..') === folder)
      throw new UsageError(
        `There is no ${FEATURES} here or above. Make a project first: celeriac new app my-app`,
      );
  }
}

/** Its folder of the repository with `/`, checked. */
export function taskFolder(root: string, from: string, given: string | undefined, feature: string): string {
  const folder = relative(
    root,
    given === undefined ? join(root, 'src/features', feature) : resolve(from, given),
  );
  const path = folder.replaceAll('\\', '/');
  if (!path.startsWith('src/'))
    throw new UsageError(`--dir must be a folder below src, got ${given ?? path}`);
  return path;
}

function moduleFiles(root: string, names: TaskNames, folder: string, paths: ImportPaths): WrittenFile[] {
  const provider = `${names.stem}Task`;
  const existing = moduleIn(join(root, folder));
  if (existing !== undefined) {
    const path = `${folder}/${existing}`;
    const source = readFileSync(join(root, path), 'utf8');
    const importLine = `import { ${provider} } from './${names.file}.task.js';`;
    return [{ path, text: withProvider(withImport(source, importLine), provider, path), isNew: false }];
  }
  const feature = readFileSync(join(root, FEATURES), 'utf8');
  const name = `${pascalCase(names.feature)}Module`;
  const from = relative(join(root, 'src/apps'), join(root, folder)).replaceAll('\\', '/');
  const importLine = `import { ${name} } from '${from}/${names.feature}.module.js';`;
  return [
    { path: `${folder}/${names.feature}.module.ts`, text: moduleSource(names, paths), isNew: true },
    { path: FEATURES, text: withFeature(withImport(feature, importLine), name), isNew: false },
  ];
}

/** @throws UsageError if it is not clear which */
function moduleIn(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  const modules = readdirSync(folder).filter((name) => name.endsWith('.module.ts'));
  if (modules.length > 1) throw new UsageError(`${folder} has several modules: ${modules.join(', ')}`);
  return modules[0];
}

function importPaths(root: string, folder: string): ImportPaths {
  const to = (path: string) => relative(join(root, folder), join(root, path)).replaceAll('\\', '/');
  return { core: to('src/core/index.js'), testingKit: to('test/support/testing-kit/run-task.js') };
}
