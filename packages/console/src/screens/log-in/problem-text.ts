/** Words for the codes that a failed login at the identity provider comes back with. */
const PROBLEMS: Readonly<Record<string, string>> = {
  'no-role': 'You are known, but none of your groups has a role here. Ask whoever runs this service.',
  'login-expired': 'The login took too long. Try again.',
  denied: 'The identity provider refused the login.',
  'login-failed': 'The identity provider gave an answer that is not valid. Try again.',
  'provider-unavailable': 'The identity provider does not answer. Try again, or use an API key.',
};

export function problemText(code: string): string {
  return Object.hasOwn(PROBLEMS, code) ? (PROBLEMS[code] ?? '') : 'The login failed. Try again.';
}
