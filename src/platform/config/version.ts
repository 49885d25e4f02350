import { readFileSync } from 'node:fs';

/** The version of this codebase, from package.json. */
export const version: string = versionOf(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
);

function versionOf(packageJson: string): string {
  const parsed: unknown = JSON.parse(packageJson);
  if (typeof parsed === 'object' && parsed !== null && 'version' in parsed) return String(parsed.version);
  throw new Error('package.json has no version');
}
