export interface NewKey {
  readonly name: string;
  readonly role: string;
  readonly key: string;
  /** For API_KEYS. */
  readonly entry: string;
}

export const ROLES: readonly string[];
export function problemWithKey(name: string, role: string): string | undefined;
export function newKey(name: string, role: string): NewKey;
export function keyText(key: NewKey): string;
