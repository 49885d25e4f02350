import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { printJson } from '../../json/json.js';
import { cliCommand, curlCommand, typeScriptCommand } from './commands.js';
import { type Draft, bodyOf, submissionOf } from './submission.js';

const target = { url: 'https://tasks.example.com/celeriac', needsKey: false };

function submission(changes: Partial<Draft> = {}) {
  const draft = {
    name: 'math.divide',
    payload: '{"x":10,"y":2}',
    options: '{}',
    idempotencyKey: '',
    ...changes,
  };
  const made = submissionOf(draft);
  if (!made) throw new Error('no JSON');
  return made;
}

/** The words that a shell makes of a command, whose program prints them. */
function wordsOf(command: string): string[] {
  const script = `${command.split(' ')[0] ?? ''}() { printf '%s\\0' "$@"; }\n${command}`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

const HOSTILE = `it's $HOME \`id\` "q" \\ \n;`;

describe('commands of a submit', () => {
  it('writes a curl line', () => {
    expect(curlCommand(target, submission()).text).toBe(
      `curl -X POST https://tasks.example.com/celeriac/tasks/math.divide \\\n` +
        `  -H 'Content-Type: application/json' \\\n` +
        `  -d '{"payload":{"x":10,"y":2}}'`,
    );
  });

  it('leaves each value to curl as it is', () => {
    const one = submission({
      payload: printJson({ text: HOSTILE, big: 0 }).replace('0', '12345678901234567890'),
      options: '{"tags":["a b"]}',
      idempotencyKey: `o'1`,
    });
    const words = wordsOf(curlCommand(target, one).text);
    expect(words.at(-1)).toBe(printJson(bodyOf(one)));
    expect(words.at(-1)).toContain('12345678901234567890');
    expect(words).toContain(`Idempotency-Key: "o'1"`);
  });

  it('takes the key from the environment', () => {
    const keyed = { ...target, needsKey: true };
    expect(curlCommand(keyed, submission()).text).toContain('"Authorization: Bearer $CELERIAC_API_KEY"');
    expect(typeScriptCommand(keyed, submission()).text).toContain('apiKey: process.env.CELERIAC_API_KEY');
  });

  it('writes a program', () => {
    const one = submission({ options: '{"priority":"high"}', idempotencyKey: 'k' });
    expect(typeScriptCommand(target, one).text).toContain(
      'client.submitByName("math.divide", {"x":10,"y":2}, {"priority":"high"}, { idempotencyKey: "k" });',
    );
    expect(typeScriptCommand(target, submission()).text).toContain(
      'submitByName("math.divide", {"x":10,"y":2});',
    );
  });

  it('writes a line for the CLI with its flags', () => {
    const options = {
      delay_ms: 500,
      tags: ['a b', 'c'],
      deduplicate: { key: 'k' },
      run_at: '2027-01-01T08:00:00Z',
    };
    const one = submission({ payload: printJson({ text: HOSTILE }, 0), options: printJson(options) });
    const command = cliCommand(target, one);
    expect(wordsOf(command.text)).toEqual([
      'call',
      'math.divide',
      printJson({ text: HOSTILE }, 0),
      ...['--delay', '500ms', '--tag', 'a b', '--tag', 'c', '--dedup', 'k', '--at', '2027-01-01T08:00:00Z'],
      ...['--url', target.url],
    ]);
    expect(command.missing).toEqual([]);
  });

  it('names options that the CLI does not have', () => {
    const one = submission({ options: '{"backoff":{},"deduplicate":{"key":"k","mode":"throttle"}}' });
    expect(cliCommand(target, one).missing).toEqual(['backoff', 'deduplicate']);
  });

  it('waits for JSON', () => {
    expect(submissionOf({ name: 'a', payload: '{', options: '{}', idempotencyKey: '' })).toBeUndefined();
    expect(submissionOf({ name: 'a', payload: '{}', options: '[]', idempotencyKey: '' })).toBeUndefined();
  });
});
