/**
 * Checks how the files of src and packages, or of the folder that it is given, stand together: no file imports itself
 * through others, imports of types included, and no folder has more source files than a reader can hold in mind. Part
 * of `npm run lint`.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

const FOLDERS = process.argv[2]
  ? [process.argv[2]]
  : ['src', ...readdirSync('packages').map((name) => `packages/${name}/src`)];
/** Source files directly in a folder; specs do not count. */
const MOST_FILES = 20;
const IS_SOURCE = /\.tsx?$/;
const IS_SPEC = /\.spec\.tsx?$/;

const files = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true })
    .filter((name) => IS_SOURCE.test(name))
    .map((name) => join(folder, name))
    .sort(),
);
const known = new Set(files);
const importsOf = new Map(files.map((file) => [file, importedBy(file)]));

const faults = [...cycles(), ...fullFolders()];
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}
console.log(`${files.length} files import each other without a cycle`);

function importedBy(file) {
  const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'), true, true);
  return importedFiles
    .filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => sourceOf(join(dirname(file), fileName)));
}

/** The source of an import: `x.js` is x.ts or x.tsx. */
function sourceOf(path) {
  return (
    ['.ts', '.tsx'].map((ending) => path.replace(/\.js$/, ending)).find((name) => known.has(name)) ?? path
  );
}

/** The shortest cycle through each file that is in one; each set of files once. */
function cycles() {
  const seen = new Set();
  return files.flatMap((file) => {
    const way = wayBackTo(file);
    const key = way?.toSorted().join();
    if (key === undefined || seen.has(key)) return [];
    seen.add(key);
    const names = [...way, file].map((name) => relative(process.argv[2] ?? '.', name));
    return `${names.join(' -> ')}\n  is a cycle: move what both need into a file of its own`;
  });
}

/** The files on the shortest way from a file to itself, breadth first. */
function wayBackTo(start) {
  const cameFrom = new Map();
  for (const queue = [start]; queue.length > 0;) {
    const file = queue.shift();
    for (const next of importsOf.get(file) ?? []) {
      if (next === start) return wayTo(file, cameFrom);
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, file);
      queue.push(next);
    }
  }
  return undefined;
}

function wayTo(file, cameFrom) {
  const before = cameFrom.get(file);
  return before === undefined ? [file] : [...wayTo(before, cameFrom), file];
}

function fullFolders() {
  const counts = new Map();
  for (const file of files.filter((name) => !IS_SPEC.test(name)))
    counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > MOST_FILES)
    .map(
      ([folder, count]) =>
        `${folder} has ${count} source files, at most ${MOST_FILES} are allowed\n  give its second idea a folder`,
    );
}
