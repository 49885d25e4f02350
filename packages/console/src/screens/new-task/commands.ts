import { type JsonObject, type JsonValue, isList, isObject, plainText } from '../../json/json.js';
import { type Submission, bodyOf, compactJson, headersOf } from './submission.js';

/** The API as the person reaches it. */
export interface Target {
  readonly url: string;
  /** True if the API asks for a key: commands take it from CELERIAC_API_KEY, so that it stands in no file. */
  readonly needsKey: boolean;
}

/** A text to paste, and what it could not say. */
export interface Command {
  readonly text: string;
  /** Options that the command has no words for. */
  readonly missing: readonly string[];
}

export function curlCommand(target: Target, submission: Submission): Command {
  const headers = { 'Content-Type': 'application/json', ...headersOf(submission) };
  const parts = [
    `curl -X POST ${quoted(`${target.url}/tasks/${encodeURIComponent(submission.name)}`)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(target.needsKey ? ['-H "Authorization: Bearer $CELERIAC_API_KEY"'] : []),
    `-d ${quoted(compactJson(bodyOf(submission)))}`,
  ];
  return { text: parts.join(' \\\n  '), missing: [] };
}

export function typeScriptCommand({ url, needsKey }: Target, submission: Submission): Command {
  const { name, payload, options, idempotencyKey } = submission;
  const key = needsKey ? ', apiKey: process.env.CELERIAC_API_KEY' : '';
  const hasOptions = Object.keys(options).length > 0;
  const given = [
    JSON.stringify(name),
    compactJson(payload),
    ...(hasOptions || idempotencyKey !== '' ? [compactJson(options)] : []),
    ...(idempotencyKey === '' ? [] : [`{ idempotencyKey: ${JSON.stringify(idempotencyKey)} }`]),
  ];
  const lines = [
    `import { createClient } from '@celeriac/client';`,
    '',
    `const client = createClient({ url: ${JSON.stringify(url)}${key} });`,
    `const task = await client.submitByName(${given.join(', ')});`,
    'console.log(task.id, await task.result());',
  ];
  return { text: lines.join('\n'), missing: [] };
}

/** Flags of `celeriac call` for the options of the API. */
const FLAGS: Readonly<Record<string, (value: JsonValue) => readonly string[] | undefined>> = {
  priority: (value) => flag('priority', value),
  delay_ms: (value) => duration('delay', value),
  run_at: (value) => flag('at', value),
  expires_at: (value) => flag('expires', value),
  tags: (value) => (isList(value) ? value.map((tag) => `--tag ${quoted(plainText(tag))}`) : undefined),
  attempts: (value) => flag('attempts', value),
  timeout_ms: (value) => duration('timeout', value),
  retention_ms: (value) => duration('retention', value),
  webhook_url: (value) => flag('webhook', value),
  deduplicate: (value) => (isObject(value) && isUnique(value) ? flag('dedup', value['key']) : undefined),
};

export function cliCommand({ url }: Target, submission: Submission): Command {
  const { name, payload, options, idempotencyKey } = submission;
  const flags = Object.entries(options).map(([option, value]) => [option, FLAGS[option]?.(value)] as const);
  const parts = [
    `celeriac call ${quoted(name)} ${quoted(compactJson(payload))}`,
    ...flags.flatMap(([, words]) => words ?? []),
    ...(idempotencyKey === '' ? [] : [`--idempotency-key ${quoted(idempotencyKey)}`]),
    `--url ${quoted(url)}`,
  ];
  return {
    text: parts.join(' \\\n  '),
    missing: flags.filter(([, words]) => words === undefined).map(([option]) => option),
  };
}

function flag(name: string, value: JsonValue | undefined): readonly string[] | undefined {
  return typeof value === 'string' || typeof value === 'number'
    ? [`--${name} ${quoted(String(value))}`]
    : undefined;
}

function duration(name: string, value: JsonValue): readonly string[] | undefined {
  return typeof value === 'number' ? [`--${name} ${value}ms`] : undefined;
}

/** The CLI knows this mode only, and no time for it. */
function isUnique({ mode = 'unique', ttl_ms: ttl }: JsonObject): boolean {
  return mode === 'unique' && ttl === undefined;
}

const PLAIN_WORD = /^[\w.:/@+-]+$/;

/** A word for a POSIX shell. */
function quoted(text: string): string {
  return PLAIN_WORD.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
