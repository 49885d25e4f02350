import { SecretTexts } from './secret-texts.js';

/**
 * Secrets given to tasks that are running in this process or thread. They belong to the process on purpose: its log,
 * its traces and its crash message could hold any of them, whichever application wrote the line.
 */
const known = new Set<SecretTexts>();

/**
 * Redacts these texts from every log line of this process until they are released.
 *
 * @returns a function that releases them
 */
export function knowSecrets(texts: SecretTexts): () => void {
  if (texts === SecretTexts.none) return () => undefined;
  known.add(texts);
  return () => void known.delete(texts);
}

export function hasKnownSecret(text: string): boolean {
  for (const texts of known) if (texts.occursIn(text)) return true;
  return false;
}

/** Returns JSON, or a text, with all known secrets replaced. */
export function scrubKnown(json: unknown): unknown {
  let scrubbed: unknown = json;
  for (const texts of known) scrubbed = texts.scrubJson(scrubbed);
  return scrubbed;
}
