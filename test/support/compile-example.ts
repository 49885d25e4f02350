import { randomUUID } from 'node:crypto';
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { type StartedProcess, startProcess } from './processes.js';
import type { Variables } from './sandbox.js';

/**
 * Compiles an example into `.dist-examples/<name>` for programs in test/programs: where it imports `src/`, the compiled
 * files import the built `dist/`.
 *
 * @param from the folder that has it
 */
export async function compileExample(name: string, from = 'examples'): Promise<void> {
  const { config } = ts.readConfigFile('tsconfig.json', (file) => ts.sys.readFile(file)) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, '.');
  for (const file of await readdir(join(from, name), { recursive: true })) {
    if (!file.endsWith('.ts') || file.endsWith('.spec.ts')) continue;
    const source = await readFile(join(from, name, file), 'utf8');
    const { outputText } = ts.transpileModule(source, {
      compilerOptions: { ...options, module: ts.ModuleKind.ES2022, sourceMap: false },
    });
    const target = join('.dist-examples', name, file.replace(/\.ts$/, '.js'));
    await replaceFile(target, outputText.replaceAll('../../../src/', '../../../dist/'));
  }
}

/** Starts a program of ours with the modules in these compiled files of an example. */
export function startExample(
  entry: 'api' | 'worker' | 'bridge',
  modules: readonly string[],
  variables: Variables,
): Promise<StartedProcess> {
  return startProcess(`test-example-${entry}`, { ...variables, TEST_MODULES: modules.join() });
}

/** At once, since a program of another spec may be loading the file. */
async function replaceFile(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const fresh = `${path}.${randomUUID()}`;
  await writeFile(fresh, text);
  await rename(fresh, path);
}
