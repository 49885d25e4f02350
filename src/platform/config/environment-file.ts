import { lstatSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * Explains in a sentence why `.env` in the working directory cannot be read; undefined if it can be read or does not
 * exist. Otherwise an unreadable file would pass for an empty one, and the defaults point to another Redis.
 */
export function environmentFileProblem(file = resolve(process.cwd(), '.env')): string | undefined {
  const problem = problemOf(file);
  return problem && `${file} ${problem}`;
}

function problemOf(file: string): string | undefined {
  try {
    if (lstatSync(file, { throwIfNoEntry: false }) === undefined) return undefined;
    const found = statSync(file, { throwIfNoEntry: false });
    if (found === undefined) return 'is a link to a file that does not exist';
    if (found.isDirectory()) return 'is a folder, but must be a file of lines NAME=value';
    // A pipe can be read only once, so it is left to the real reader.
    return found.isFile() ? encodingProblem(readFileSync(file)) : undefined;
  } catch (error) {
    return (
      `cannot be read (${error instanceof Error && 'code' in error ? String(error.code) : String(error)}): grant ` +
      'this user access, or remove it'
    );
  }
}

/** Zero bytes occur only in UTF-16 and UTF-32. A UTF-8 byte order mark is accepted. */
function encodingProblem(bytes: Buffer): string | undefined {
  const isUtf16 =
    [0xfffe, 0xfeff].includes(bytes.length > 1 ? bytes.readUInt16BE(0) : 0) || bytes.includes(0);
  if (isUtf16)
    return 'is written in UTF-16, but must be in UTF-8: save it again, in PowerShell by Out-File -Encoding utf8';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return undefined;
  } catch {
    return 'is not in UTF-8: save it in that encoding';
  }
}
