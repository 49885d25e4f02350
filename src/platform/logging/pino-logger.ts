import type { LoggerService } from '@nestjs/common';
import pino, { type Logger } from 'pino';
import { PinoPretty as pretty } from 'pino-pretty';
import { currentLogFields } from './log-fields.js';
import { logLevels } from './log-levels.js';
import { redactLine } from '../redaction/redact-line.js';
import { shortLine } from './short-line.js';

/**
 * Nest logs every module and route at startup, and startup errors that it then throws. These lines are logged at debug
 * level; the process itself reports what is wrong.
 */
const FRAMEWORK = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
  'ExceptionHandler',
]);

/** An error that is plain data, such as one from a thread, is written unchanged: pino would give it the type Object. */
const serializers = {
  err: (error: unknown): unknown => (error instanceof Error ? pino.stdSerializers.err(error) : error),
};

/**
 * Nest's logger on top of pino: JSON lines, or a readable format on a terminal. `this.logger.log('Task succeeded', {
 * task_id })` becomes one line with `msg`, `task_id` and the `context`. Secrets are redacted from every line, and no
 * line exceeds 16 KB.
 */
export class PinoLogger implements LoggerService {
  private readonly pino: Logger;

  constructor() {
    const hooks = { streamWrite: (line: string) => shortLine(redactLine(line)) };
    this.pino = pino({ level: 'trace', base: { pid: process.pid }, hooks, serializers }, destination());
  }

  log(message: unknown, ...details: unknown[]): void {
    this.write('info', message, details);
  }

  error(message: unknown, ...details: unknown[]): void {
    this.write('error', message, details);
  }

  warn(message: unknown, ...details: unknown[]): void {
    this.write('warn', message, details);
  }

  debug(message: unknown, ...details: unknown[]): void {
    this.write('debug', message, details);
  }

  verbose(message: unknown, ...details: unknown[]): void {
    this.write('trace', message, details);
  }

  fatal(message: unknown, ...details: unknown[]): void {
    this.write('fatal', message, details);
  }

  /** Nest passes the context last and a stack before it; the rest are structured fields. */
  private write(level: pino.Level, message: unknown, details: unknown[]): void {
    const last = details.at(-1);
    const context = typeof last === 'string' ? last : undefined;
    if (level !== 'warn' && FRAMEWORK.has(String(context))) level = 'debug';
    if (!logLevels.allows(level, context)) return;
    const stack = details.slice(0, -1).find((detail) => typeof detail === 'string');
    const fields = details.filter((detail) => typeof detail === 'object' && detail !== null);
    const error = message instanceof Error ? { err: message } : {};
    this.pino[level](
      Object.assign({ context }, currentLogFields(), stack ? { stack } : {}, error, ...fields),
      message instanceof Error ? message.message : String(message),
    );
  }
}

function destination(): pino.DestinationStream {
  if (!process.stdout.isTTY) return pino.destination({ dest: 1, sync: false });
  return pretty({
    sync: true,
    hideObject: true, // fields are for machines; the message has what a person needs
    translateTime: 'HH:MM:ss.l',
    messageFormat: readable,
  });
}

/** Formats `[Tasks] Task math.divide[…] succeeded in 13 ms: 5`, followed by the stack of an error. */
function readable({ context, msg, err, stack }: Record<string, unknown>): string {
  const own = typeof err === 'object' && err !== null && 'stack' in err ? err.stack : stack;
  const line = `${typeof context === 'string' ? `[${context}] ` : ''}${String(msg)}`;
  return typeof own === 'string' && own !== '' ? `${line}\n${own}` : line;
}
