import { UsageError } from '../exit-code.js';
import { type Profile, readProfile } from './config-file.js';

export const DEFAULT_URL = 'http://localhost:8000';

/** Which service a command speaks to, and as whom. */
export interface Settings {
  readonly url: string;
  readonly apiKey?: string;
}

interface GivenSettings extends Profile {
  readonly profile?: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The first of these that is given: the option, the profile of `--profile`, the variable, the profile of
 * CELERIAC_PROFILE or the file's default, http://localhost:8000. The key of a profile is sent only to its own address.
 */
export function settingsOf(given: GivenSettings, env: Environment): Settings {
  const variables = { url: env['CELERIAC_URL'] || undefined, apiKey: env['CELERIAC_API_KEY'] || undefined };
  const profile = profileOf(given, env);
  const sources = given.profile === undefined ? [given, variables, profile] : [given, profile, variables];
  const url = sources.find((source) => source.url !== undefined)?.url ?? DEFAULT_URL;
  const isOfProfile = url === (profile.url ?? DEFAULT_URL);
  const apiKey = sources.find(
    (source) => source.apiKey !== undefined && (source !== profile || isOfProfile),
  )?.apiKey;
  return { url: checkedUrl(url), ...(apiKey === undefined ? {} : { apiKey }) };
}

/** The profile that the command line names, or the usual one. The file is not read if it cannot matter. */
function profileOf({ url, apiKey, profile }: GivenSettings, env: Environment): Profile {
  if (profile !== undefined) return readProfile(env, profile);
  const isComplete = (url ?? env['CELERIAC_URL']) && (apiKey ?? env['CELERIAC_API_KEY']);
  return isComplete ? {} : readProfile(env, env['CELERIAC_PROFILE'] || undefined);
}

function checkedUrl(url: string): string {
  if (!URL.canParse(url) || !['http:', 'https:'].includes(new URL(url).protocol))
    throw new UsageError(`The address of the API must be an http or https URL, got ${JSON.stringify(url)}`);
  return url.endsWith('/') ? url.slice(0, -1) : url;
}
