import { isSecretName } from '../redaction/redact-line.js';
import { SecretTexts } from '../redaction/secret-texts.js';
import type { Environment } from './config.js';

/** A plain word such as `redis` or `test`. Hiding such a password would hide the word in every log line. */
const PLAIN_WORD = /^[a-z]{1,11}$/i;

/**
 * Collects the secrets in the environment: values of variables with telling names, passwords in URLs of any variable
 * (proxies included), and headers for a trace collector. Each is kept as written and as used.
 */
export function secretsOf(environment: Environment): SecretTexts {
  const texts = Object.entries(environment).flatMap(([name, value]) => (value ? secretsIn(name, value) : []));
  return SecretTexts.of(texts.filter((text) => !PLAIN_WORD.test(text)));
}

function secretsIn(name: string, value: string): string[] {
  const named = isSecretName(name) && !isPublic(name) ? [value, ...value.split(',')] : [];
  const headers = /^OTEL_.*_HEADERS$/.test(name) ? value.split(',').flatMap(headerValue) : [];
  return [...named, ...headers, ...passwordsIn(value)].map((text) => text.trim()).flatMap(forms);
}

/** API_KEYS contains only hashes and client names. */
function isPublic(name: string): boolean {
  return name === 'API_KEYS';
}

/** Parses `authorization=Bearer%20abc`. */
function headerValue(pair: string): string[] {
  const value = decoded(pair.slice(pair.indexOf('=') + 1));
  return [value, ...value.split(' ')];
}

/** Reads up to the last @ of each login, so that a password that should have been encoded is found too. */
function passwordsIn(value: string): string[] {
  const logins = value.matchAll(/\b[a-z][a-z\d+.-]{0,30}:\/\/([^\s,]{0,2000})@/gi);
  return [...logins].flatMap(([, login = '']) => {
    const password = login.slice(login.indexOf(':') + 1);
    return login.includes(':') ? [password, ...password.split(/[@/?#]/)] : [];
  });
}

function forms(text: string): string[] {
  return [text, decoded(text)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
