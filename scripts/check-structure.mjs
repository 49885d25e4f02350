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

const files = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))
    .sort(),
);
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
    .map(({ fileName }) => join(dirname(file), fileName).replace(/\.js$/, '.ts'));
}

/** The shortest cycle through each file that is in one; each set of files once. */
function cycles() {
  const known = new Set();
  return files.flatMap((file) => {
    const way = wayBackTo(file);
    const key = way?.toSorted().join();
    if (key === undefined || known.has(key)) return [];
    known.add(key);
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
  for (const file of files.filter((name) => !name.endsWith('.spec.ts')))
    counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > MOST_FILES)
    .map(
      ([folder, count]) =>
        `${folder} has ${count} source files, at most ${MOST_FILES} are allowed\n  give its second idea a folder`,
    );
}
