import { SecretTexts } from './secret-texts.js';

/** What tasks that run in this process, or thread, have been given. */
const known = new Set<SecretTexts>();

/**
 * From here on no line of this process' log shows these, whoever writes it, until they are forgotten.
 *
 * @returns forgets them
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

/** JSON, a text among it, without any of them. */
export function scrubKnown(json: unknown): unknown {
  let scrubbed: unknown = json;
  for (const texts of known) scrubbed = texts.scrubJson(scrubbed);
  return scrubbed;
}
