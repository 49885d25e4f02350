import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** A folder outside the repository in which one of our packages is installed, as its users install it. */
export interface InstalledPackage {
  readonly folder: string;
  /** Paths of the files in the package. */
  readonly files: readonly string[];
  /** Writes a file of the user's. */
  write(file: string, text: string): Promise<void>;
  /** Runs a program in the folder. @returns what it prints */
  run(program: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<string>;
  remove(): Promise<void>;
}

/**
 * Packs `packages/<name>` as `npm publish` does, and installs it into an empty folder without network: the packages that
 * it depends on are packed from `node_modules`.
 */
export async function installPackage(name: string): Promise<InstalledPackage> {
  const folder = await mkdtemp(join(tmpdir(), `celeriac-${name}-`));
  const app = join(folder, 'app');
  const run = async (program: string, args: readonly string[], env = process.env) =>
    (await execute(program, args, { cwd: app, env, maxBuffer: 16_777_216 })).stdout;
  const pack = async (source: string, ...options: readonly string[]) => {
    const args = ['pack', resolve(source), '--json', '--pack-destination', folder, ...options];
    const [packed] = JSON.parse(lastJson(await run('npm', args))) as [Packed];
    return packed;
  };

  await mkdir(app);
  await writeFile(join(app, 'package.json'), '{ "private": true, "type": "module" }');
  const own = await pack(`packages/${name}`);
  const others = [];
  for (const one of await dependenciesOf(`packages/${name}`))
    others.push(await pack(`node_modules/${one}`, '--ignore-scripts'));
  const tarballs = [own, ...others].map(({ filename }) => join(folder, filename));
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts', ...tarballs]);

  return {
    folder: app,
    files: own.files.map(({ path }) => path),
    run,
    async write(file, text) {
      await mkdir(dirname(join(app, file)), { recursive: true });
      await writeFile(join(app, file), text);
    },
    remove: () => rm(folder, { recursive: true }),
  };
}

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** The output of `prepack` comes first. */
function lastJson(output: string): string {
  return output.slice(output.search(/^\[$/m));
}

/** Everything that npm would install with a package. */
async function dependenciesOf(folder: string): Promise<string[]> {
  const { dependencies = {} } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    readonly dependencies?: Readonly<Record<string, string>>;
  };
  const names = Object.keys(dependencies);
  const deeper = await Promise.all(names.map((name) => dependenciesOf(`node_modules/${name}`)));
  return [...new Set([...names, ...deeper.flat()])];
}
