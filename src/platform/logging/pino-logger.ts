import type { LoggerService } from '@nestjs/common';
import pino, { type Logger } from 'pino';
import { PinoPretty as pretty } from 'pino-pretty';
import { currentLogFields } from './log-fields.js';
import { logLevels } from './log-levels.js';
import { redactLine } from '../redaction/redact-line.js';
import { shortLine } from './short-line.js';

/**
 * Nest tells of every module and route at every start, and of an error that the start then throws: that is for
 * debugging, the process itself says what is wrong.
 */
const FRAMEWORK = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
  'ExceptionHandler',
]);

/** An error as data, such as one from a thread, is written as it is: pino would call it an Object. */
const serializers = {
  err: (error: unknown): unknown => (error instanceof Error ? pino.stdSerializers.err(error) : error),
};

/**
 * Nest's logger, written by pino: JSON lines, or readable ones when a person is looking at a terminal.
 * `this.logger.log('Task succeeded', { task_id })` becomes one line with `msg`, `task_id` and the `context`. No line
 * leaves with a secret in it, or longer than 16 KB, whatever was logged.
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

  /** Nest puts the context last, and a stack before it: what is left are structured fields. */
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
    hideObject: true, // the fields are for machines: what a person needs is in the message
    translateTime: 'HH:MM:ss.l',
    messageFormat: readable,
  });
}

/** `[Tasks] Task math.divide[…] succeeded in 13 ms: 5`, and below it the stack of an error. */
function readable({ context, msg, err, stack }: Record<string, unknown>): string {
  const own = typeof err === 'object' && err !== null && 'stack' in err ? err.stack : stack;
  const line = `${typeof context === 'string' ? `[${context}] ` : ''}${String(msg)}`;
  return typeof own === 'string' && own !== '' ? `${line}\n${own}` : line;
}
