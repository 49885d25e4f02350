/**
 * Jest's module loader with one change: an import from `src/` loads the built file in `dist/`. Node itself loads these
 * and all packages, once for all spec files of a Jest worker. Jest still loads specs and test/support, a fresh copy for
 * each spec file.
 *
 * Jest would read and evaluate 1,500 modules again for each spec file, which took more than half of a run's time.
 *
 * Everything runs in one realm, Node's own. An array literal in a spec is therefore an `Array` for the product, too.
 *
 * `esmLoader` is not a documented API: jest-runtime is pinned to its minor version.
 */
import { isBuiltin } from 'node:module';
import { join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { SyntheticModule } from 'node:vm';
import JestRuntime from 'jest-runtime';

const SOURCES = `src${sep}`;
const BUILT = `dist${sep}`;

export default class NativeRuntime extends JestRuntime {
  constructor(config, ...rest) {
    super(config, ...rest);
    const loader = this.esmLoader;
    const usesSources = config.testEnvironmentOptions.product === 'sources';
    const load = loader.resolveModule.bind(loader);
    const bridges = new Map();
    loader.resolveModule = (specifier, from, context) => {
      const target = nativeTarget(specifier, from, config.rootDir, usesSources);
      if (target === undefined) return load(specifier, from, context);
      if (!bridges.has(target)) bridges.set(target, bridgeTo(target));
      return bridges.get(target);
    };
    // No context: Node's own realm.
    loader.getContext = () => undefined;
    // On Node 24 Jest bypasses `resolveModule` by a synchronous path, unless this disables it.
    loader.resolution.canResolveSync = () => false;
  }
}

// Jest asks for this before it reads `default` of a required module.
export const __esModule = true;

/** The module that Node's own `import()` must load. @returns undefined if Jest loads it */
function nativeTarget(specifier, from, rootDir, usesSources) {
  if (specifier === '@jest/globals' || isBuiltin(specifier)) return undefined;
  if (!specifier.startsWith('.')) return specifier;
  const path = relative(rootDir, fileURLToPath(new URL(specifier, pathToFileURL(from))));
  const isSource = path.startsWith(SOURCES);
  if (isSource ? usesSources : !path.startsWith(BUILT)) return undefined;
  return pathToFileURL(join(rootDir, isSource ? join('dist', path.slice(SOURCES.length)) : path)).href;
}

/** A Jest module with the exports of a module loaded by Node. */
async function bridgeTo(target) {
  const namespace = await import(target);
  const names = Object.keys(namespace);
  const module = new SyntheticModule(
    names,
    function () {
      for (const name of names) this.setExport(name, namespace[name]);
    },
    { identifier: target },
  );
  if (module.status === 'unlinked') await module.link(() => undefined); // until Node 24
  await module.evaluate();
  return module;
}
