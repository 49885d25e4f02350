/** What nodemailer says of a failed send, as far as it matters here. */
interface Failure {
  readonly message: string;
  /** Where it happened, e.g. `ECONNECTION`, `EAUTH`, `EENVELOPE`. */
  readonly code: string;
  /** The SMTP command that was answered, e.g. `RCPT TO`. */
  readonly command: string;
  /** The server's reply in full, e.g. `550 5.1.1 No such user`; empty where there was none. */
  readonly response: string;
  readonly responseCode: number | undefined;
}

const MAX_WORDS = 1_000;

/** What the reply was about, by the beginning of the command. */
const REFUSED = new Map([
  ['MAIL FROM', 'the sender (MAIL_FROM)'],
  ['RCPT TO', 'the recipient'],
  ['DATA', 'the message'],
  ['AUTH', 'the login'],
]);

/** Nothing was answered, and nothing will be: the message itself cannot be sent. */
const OF_THE_MESSAGE = ['EENVELOPE', 'EMESSAGE', 'ECONFIG', 'EFILEACCESS', 'EURLACCESS'];

const LOGIN_HINT =
  'Put the right user and password into SMTP_URL and restart; what failed meanwhile runs again by POST /dead-letters/redrive.';

/** An email that the SMTP server did not take: whether trying again could help, in its own words. */
export class SmtpError extends Error {
  override readonly name = 'SmtpError';

  constructor(
    message: string,
    /** True where the same message would be refused again: a 5xx by RFC 5321, section 4.2.1. */
    readonly isPermanent: boolean,
    readonly responseCode: number | undefined,
  ) {
    super(message);
  }

  /**
   * @param error what nodemailer rejects with
   * @param secrets what must not be repeated, though a server may: the password of SMTP_URL
   */
  static of(error: unknown, secrets: readonly string[]): SmtpError {
    const failure = failureOf(error);
    const message = without(secrets, sentenceOf(failure));
    return new SmtpError(message, isPermanent(failure), failure.responseCode);
  }
}

/** The password of an SMTP URL, in each form in which a server could repeat it. */
export function secretsOf(smtpUrl: string | undefined): string[] {
  if (smtpUrl === undefined) return [];
  const { username, password } = new URL(smtpUrl);
  if (password === '') return [];
  const [user, secret] = [decodeURIComponent(username), decodeURIComponent(password)];
  const encoded = [secret, `\0${user}\0${secret}`].map((text) => Buffer.from(text).toString('base64'));
  return [secret, password, ...encoded];
}

/** 503 says that the conversation went wrong, not that the message is refused. */
function isPermanent({ code, responseCode }: Failure): boolean {
  if (responseCode === undefined) return OF_THE_MESSAGE.includes(code);
  return responseCode >= 500 && responseCode <= 599 && responseCode !== 503;
}

function sentenceOf(failure: Failure): string {
  const { code, command, response, responseCode, message } = failure;
  if (response === '') return `The email was not sent: ${message}${hintFor(failure)}`;
  const what = [...REFUSED].find(([start]) => command.startsWith(start))?.[1] ?? 'the connection';
  const verb = isPermanent(failure) ? 'refused' : 'does not take';
  const isLogin = code === 'EAUTH' || responseCode === 530;
  return `The SMTP server ${verb} ${what}: ${response}${isLogin ? `\n${LOGIN_HINT}` : ''}`;
}

function hintFor({ code }: Failure): string {
  if (code === 'EAUTH') return `\n${LOGIN_HINT}`;
  if (code === 'ETLS')
    return '\nsmtps:// speaks TLS from the first byte (port 465), smtp:// begins without it (587).';
  return '';
}

function without(secrets: readonly string[], text: string): string {
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
}

function failureOf(error: unknown): Failure {
  const fields: Record<string, unknown> = typeof error === 'object' && error !== null ? { ...error } : {};
  const { code, command, response, responseCode } = fields;
  return {
    message: words(error instanceof Error ? error.message : String(error)),
    code: typeof code === 'string' ? code : '',
    command: typeof command === 'string' ? command : '',
    response: typeof response === 'string' ? words(response) : '',
    responseCode: typeof responseCode === 'number' ? responseCode : undefined,
  };
}

/** On one line, without what could change a terminal, and not for ever. */
function words(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, MAX_WORDS);
}
