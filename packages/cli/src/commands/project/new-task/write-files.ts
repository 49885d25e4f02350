import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { WrittenFile } from './create-task.js';

/** Writes the files, and formats them with the repository's own Prettier if it is installed. */
export async function writeFiles(root: string, files: readonly WrittenFile[]): Promise<void> {
  for (const { path, text } of files) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  const prettier = join(root, 'node_modules/prettier/bin/prettier.cjs');
  const paths = files.map(({ path }) => path);
  if (existsSync(prettier))
    await promisify(execFile)(process.execPath, [prettier, '--write', ...paths], { cwd: root });
}
