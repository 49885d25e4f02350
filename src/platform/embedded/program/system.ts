import { readFileSync } from 'node:fs';

/** Facts about the machine that decide how to get a missing program. */
export interface System {
  readonly platform: NodeJS.Platform;
  /** ID and ID_LIKE of os-release(5), e.g. `['ubuntu', 'debian']`; empty without such a file. */
  readonly distributions: readonly string[];
  readonly isRoot: boolean;
}

/** The machine that runs this process. */
export function thisSystem(): System {
  return {
    platform: process.platform,
    distributions: distributionsIn(osRelease()),
    isRoot: process.geteuid?.() === 0,
  };
}

/** The distribution's own name first, then those of related distributions. */
export function distributionsIn(osReleaseText: string): string[] {
  const value = (name: string): string =>
    new RegExp(`^${name}=["']?([^"'\\n]*)`, 'm').exec(osReleaseText)?.[1] ?? '';
  return `${value('ID')} ${value('ID_LIKE')}`.split(/\s+/).filter((name) => name !== '');
}

function osRelease(): string {
  try {
    return readFileSync('/etc/os-release', 'utf8');
  } catch {
    return '';
  }
}
