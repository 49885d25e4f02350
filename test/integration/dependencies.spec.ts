import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { minVersion, satisfies } from 'semver';

interface Package {
  readonly engines?: { readonly node?: string };
  readonly hasInstallScript?: boolean;
}

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));
const packages = Object.entries<Package>(read('package-lock.json').packages).filter(([path]) => path !== '');
const { engines, allowScripts } = read('package.json');

/** The package name in a path of the lock file: `node_modules/a/node_modules/@b/c` is `@b/c`. */
const nameIn = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

describe('npm ci', () => {
  it('warns of no package that requires a newer Node than ours, development packages included', () => {
    const oldest = minVersion(engines.node)?.version ?? '';
    expect(oldest).toBe('20.19.0');
    const tooNew = packages.filter(([, { engines: wanted }]) => !satisfies(oldest, wanted?.node ?? '*'));
    expect(tooNew.map(([path]) => path)).toEqual([]);
    expect(packages.length).toBeGreaterThan(500);
  });

  it('runs no install script: every package with one is refused by name', () => {
    const withScript = packages.filter(([, { hasInstallScript }]) => hasInstallScript);
    expect(new Set(withScript.map(([path]) => nameIn(path)))).toEqual(new Set(Object.keys(allowScripts)));
    expect(Object.values(allowScripts)).not.toContain(true);
  });
});

it('docs/dependencies.md gives the reason for each package', () => {
  const folders = readdirSync('packages').map((name) => `packages/${name}/package.json`);
  const used = ['package.json', ...folders].flatMap((file) => {
    const { dependencies = {}, devDependencies = {} } = read(file);
    return Object.keys({ ...dependencies, ...devDependencies });
  });
  const named = [...readFileSync('docs/dependencies.md', 'utf8').matchAll(/`([^`]+)`/g)].map(
    ([, name]) => name,
  );
  // A row can name a whole scope, or only the last parts of several names of one scope.
  const isNamed = (name: string) =>
    [name, name.split('/').at(-1), name.replace(/\/.*/, '/*')].some((form) => named.includes(form));
  const ours = folders.map((file) => read(file).name);
  expect(used.filter((name) => !ours.includes(name) && !isNamed(name))).toEqual([]);
});
