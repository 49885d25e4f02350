import { NamedError } from '../../../platform/errors/named-error.js';

/** The relevant fields of a nodemailer error. */
interface Failure {
  readonly message: string;
  /** Phase of the failure, e.g. `ECONNECTION`, `EAUTH`, `EENVELOPE`. */
  readonly code: string;
  /** The SMTP command that failed, e.g. `RCPT TO`. */
  readonly command: string;
  /** The server's full reply, e.g. `550 5.1.1 No such user`; empty if there was none. */
  readonly response: string;
  readonly responseCode: number | undefined;
}

const MAX_WORDS = 1_000;

/** The subject of a reply, by the beginning of the command. */
const REFUSED = new Map([
  ['MAIL FROM', 'the sender (MAIL_FROM)'],
  ['RCPT TO', 'the recipient'],
  ['DATA', 'the message'],
  ['AUTH', 'the login'],
]);

/** Errors of the message itself: it never reached the server, and never will. */
const OF_THE_MESSAGE = ['EENVELOPE', 'EMESSAGE', 'ECONFIG', 'EFILEACCESS', 'EURLACCESS'];

const LOGIN_HINT =
  'Put the correct user and password into SMTP_URL and restart. Rerun the tasks that failed in the meantime with ' +
  'POST /dead-letters/redrive.';

/** The SMTP server did not accept an email. Contains the server's own words and whether a retry could help. */
export class SmtpError extends NamedError {
  constructor(
    message: string,
    /** True if the same message would be refused again: a 5xx by RFC 5321, section 4.2.1. */
    readonly isPermanent: boolean,
    readonly responseCode: number | undefined,
  ) {
    super(message);
  }

  /**
   * @param error nodemailer's rejection
   * @param secrets texts to redact, because a server may repeat them: the password of SMTP_URL
   */
  static of(error: unknown, secrets: readonly string[]): SmtpError {
    const failure = failureOf(error);
    const message = without(secrets, sentenceOf(failure));
    return new SmtpError(message, isPermanent(failure), failure.responseCode);
  }
}

/** The password of an SMTP URL, in every form in which a server could repeat it. */
export function secretsOf(smtpUrl: string | undefined): string[] {
  if (smtpUrl === undefined) return [];
  const { username, password } = new URL(smtpUrl);
  if (password === '') return [];
  const [user, secret] = [decodeURIComponent(username), decodeURIComponent(password)];
  const encoded = [secret, `\0${user}\0${secret}`].map((text) => Buffer.from(text).toString('base64'));
  return [secret, password, ...encoded];
}

/** 503 means a faulty conversation, not a refused message. */
function isPermanent({ code, responseCode }: Failure): boolean {
  if (responseCode === undefined) return OF_THE_MESSAGE.includes(code);
  return responseCode >= 500 && responseCode <= 599 && responseCode !== 503;
}

function sentenceOf(failure: Failure): string {
  const { code, command, response, responseCode, message } = failure;
  if (response === '') return `The email was not sent: ${message}${hintFor(failure)}`;
  const what = [...REFUSED].find(([start]) => command.startsWith(start))?.[1] ?? 'the connection';
  const isLogin = code === 'EAUTH' || responseCode === 530;
  return `The SMTP server refused ${what}: ${response}${isLogin ? `\n${LOGIN_HINT}` : ''}`;
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

/** On one line, without control characters, and limited in length. */
function words(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, MAX_WORDS);
}
