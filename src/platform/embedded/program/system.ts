import { readFileSync } from 'node:fs';

/** What is known of the machine when it has no redis-server: decides what may be done about it. */
export interface System {
  readonly platform: NodeJS.Platform;
  /** ID and ID_LIKE of os-release(5), e.g. `['ubuntu', 'debian']`; empty where there is no such file. */
  readonly distributions: readonly string[];
  readonly isRoot: boolean;
}

/** The machine that this process runs on. */
export function thisSystem(): System {
  return {
    platform: process.platform,
    distributions: distributionsIn(osRelease()),
    isRoot: process.geteuid?.() === 0,
  };
}

/** The distribution's own name first, then those that it resembles. */
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
