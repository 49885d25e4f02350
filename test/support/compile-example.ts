import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/**
 * Compiles an example into `.dist-examples/<name>` for programs in test/programs: where it imports `src/`, the compiled
 * files import the built `dist/`.
 */
export async function compileExample(name: string): Promise<void> {
  const { config } = ts.readConfigFile('tsconfig.json', (file) => ts.sys.readFile(file)) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, '.');
  for (const file of await readdir(join('examples', name), { recursive: true })) {
    if (!file.endsWith('.ts') || file.endsWith('.spec.ts')) continue;
    const source = await readFile(join('examples', name, file), 'utf8');
    const { outputText } = ts.transpileModule(source, {
      compilerOptions: { ...options, module: ts.ModuleKind.ES2022, sourceMap: false },
    });
    const target = join('.dist-examples', name, file.replace(/\.ts$/, '.js'));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, outputText.replaceAll('../../../src/', '../../../dist/'));
  }
}
