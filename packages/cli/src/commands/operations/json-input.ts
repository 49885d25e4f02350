import { readFile } from 'node:fs/promises';
import { UsageError } from '../../exit-code.js';
import type { Terminal } from '../../terminal.js';

/**
 * The JSON object in a file, or on standard input for `-`.
 *
 * @throws UsageError
 */
export async function readJsonFile(path: string, terminal: Terminal): Promise<object> {
  const text = path === '-' ? await terminal.readInput() : await fileText(path);
  const value = parsed(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new UsageError(`${path === '-' ? 'Standard input' : path} must be a JSON object`);
}

async function fileText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError(`Cannot read ${path}: ${(error as Error).message}`);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
