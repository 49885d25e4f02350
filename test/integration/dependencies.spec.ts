import { readFileSync } from 'node:fs';
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
