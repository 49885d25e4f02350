/**
 * Bundles the programs of a built folder, so that they start in two thirds of the time. A process needs more than 3,000
 * files, and spends most of its start on finding and linking them. Each program of the folder is replaced by its bundle.
 * All other files stay, for specs and tools, which import them one by one.
 *
 * A file of `src/features` stays a file of its own, in `bundle/features`, so that the stack of a task's error names it.
 */
import { dirname, isAbsolute, join, relative, sep } from 'node:path';

/** The other programs are started by hand. */
const PROGRAMS = ['main', 'worker', 'bridge', 'thread', 'standalone'];
const FEATURES = 'features/';
const APPS = 'apps/';

/** Packages of hundreds of small files, which every process loads. */
const NEST = /^@nestjs\//;
const INLINED = [NEST, /^es-toolkit\b/];

/** Stands for the path from a bundled file to the folder, which is known only when the file is written. */
const FOLDER = 'BUILT_FOLDER';

/**
 * @param folder the built folder, absolute
 * @param files contents by paths below it
 * @param lock contents of package-lock.json
 */
export async function bundlePrograms(folder, files, lock) {
  const programs = PROGRAMS.filter((name) => files.has(`${name}.js`));
  if (programs.length === 0) return;
  // Loaded only where something is built: a production installation has no compiler.
  const { rolldown } = await import('rolldown');
  const inlined = isNestShared(lock) ? [] : INLINED;
  const isPackage = (id) => !id.startsWith('.') && !isAbsolute(id);
  const bundle = await rolldown({
    input: Object.fromEntries(programs.map((name) => [name, join(folder, `${name}.js`)])),
    external: (id) => isPackage(id) && !inlined.some((pattern) => pattern.test(id)),
    platform: 'node',
    plugins: [builtFiles(folder, files)],
    logLevel: 'silent', // or it warns of packages that Nest imports only where they are installed
  });
  const nameOf = (id) => pathBelow(folder, id).replace(/\.js$/, '');
  const isFeature = (id) => nameOf(id).startsWith(FEATURES);
  // Features, apps and programs import the core, never the reverse, so no two chunks import each other.
  const isCore = (id) => !isFeature(id) && !nameOf(id).startsWith(APPS) && !programs.includes(nameOf(id));
  await bundle.write({
    dir: folder,
    chunkFileNames: ({ name }) =>
      name.startsWith(FEATURES) ? 'bundle/[name].js' : 'bundle/[name]-[hash].js',
    codeSplitting: {
      groups: [
        { name: 'core', test: isCore, tags: ['$initial'], entriesAware: true, priority: 1 },
        { name: nameOf, test: isFeature, includeDependenciesRecursively: false },
      ],
    },
    keepNames: true, // Nest and the log show the names of classes
    sourcemap: true,
  });
  await bundle.close();
}

/** @returns true if another package imports Nest: with Nest in a bundle, it would get a second copy with its own classes */
function isNestShared(lock) {
  return Object.entries(lock.packages).some(([path, { dev, dependencies, peerDependencies }]) => {
    const name = path.split('node_modules/').at(-1);
    if (dev || name === '' || NEST.test(name)) return false;
    return Object.keys({ ...dependencies, ...peerDependencies }).some((needed) => NEST.test(needed));
  });
}

/** Reads the files with their source maps. Their `import.meta.url` stays the URL of the file that is not bundled. */
function builtFiles(folder, files) {
  return {
    name: 'built-files',
    load(id) {
      const name = pathBelow(folder, id);
      if (!files.has(name)) return null;
      const url = `new URL('${FOLDER}/${name}', import.meta.url).href`;
      return { code: files.get(name).replaceAll('import.meta.url', url), map: files.get(`${name}.map`) };
    },
    renderChunk(code, { fileName }) {
      if (!code.includes(FOLDER)) return null;
      return { code: code.replaceAll(FOLDER, relative(dirname(fileName), '.') || '.'), map: null };
    },
  };
}

/** With slashes, also on Windows. */
export function pathBelow(folder, path) {
  return relative(folder, path).split(sep).join('/');
}
