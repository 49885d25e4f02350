import { readFileSync, statSync } from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../exit-code.js';

/** A service that somebody uses: one profile of the configuration file. */
export interface Profile {
  readonly url?: string | undefined;
  readonly apiKey?: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Everybody but the owner of a file. */
const OTHERS = 0o077;

/** @returns undefined without a home */
export function configPath(env: Environment): string | undefined {
  const home = env['HOME'] ?? env['USERPROFILE'];
  const folder = env['XDG_CONFIG_HOME'] || (home && join(home, '.config'));
  return folder && join(folder, 'celeriac', 'config.json');
}

/**
 * The profile of that name, or the one that the file names as `default_profile`. The file is optional:
 * `{ "default_profile": "production", "profiles": { "production": { "url": "https://…", "api_key": "cel_…" } } }`
 */
export function readProfile(env: Environment, name: string | undefined): Profile {
  const path = configPath(env);
  const config = path === undefined ? {} : readConfig(path);
  const wanted = name ?? config['default_profile'];
  if (wanted === undefined) return {};
  const profiles = isObject(config['profiles']) ? config['profiles'] : {};
  const profile = typeof wanted === 'string' && Object.hasOwn(profiles, wanted) && profiles[wanted];
  if (!isObject(profile)) {
    const names = Object.keys(profiles).join(', ') || 'none';
    throw new UsageError(
      `No profile ${JSON.stringify(wanted)} in ${path ?? 'the configuration file'}. Profiles: ${names}`,
    );
  }
  const { url, api_key: apiKey } = profile;
  return {
    url: typeof url === 'string' ? url : undefined,
    apiKey: typeof apiKey === 'string' ? apiKey : undefined,
  };
}

function readConfig(path: string): Record<string, unknown> {
  let text: string;
  let mode: number;
  try {
    text = readFileSync(path, 'utf8');
    ({ mode } = statSync(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new UsageError(`Cannot read ${path}: ${(error as Error).message}`);
  }
  if (text.includes('"api_key"') && mode & OTHERS && platform() !== 'win32')
    throw new UsageError(`Others may read the API keys in ${path}. Run: chmod 600 ${path}`);
  const config = parsed(text);
  if (isObject(config)) return config;
  throw new UsageError(`${path} must have a JSON object`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
