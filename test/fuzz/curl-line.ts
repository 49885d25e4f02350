import type { FuzzRequest } from './request.js';

/** A shell command that sends exactly this request. Unprintable bytes are sent as base64. */
export function curlLine(url: string, { method, target, headers, body }: FuzzRequest): string {
  const isAbsolute = !target.startsWith('/');
  const words = [
    ...['curl', '-i', '--path-as-is', '--globoff'],
    ...(method === 'HEAD' ? ['--head'] : ['-X', method]),
    ...headers.flatMap(([name, value]) => ['-H', quoted(value === '' ? `${name};` : `${name}: ${value}`)]),
    ...(isAbsolute ? ['--request-target', quoted(target)] : []),
    quoted(isAbsolute ? url : url + target),
  ];
  if (!body || body.length === 0) return words.join(' ');
  const text = body.toString('utf8');
  if (Buffer.from(text).equals(body) && isPrintable(text) && text.length < 10_000)
    return [...words, '--data-binary', quoted(text)].join(' ');
  return `echo ${body.toString('base64')} | base64 -d | ${[...words, '--data-binary', '@-'].join(' ')}`;
}

function quoted(text: string): string {
  return isPrintable(text) ? `'${text.replaceAll("'", `'\\''`)}'` : ansiQuoted(text);
}

function isPrintable(text: string): boolean {
  return !/[\p{Cc}\p{Cs}\u0080-\u00ff]/u.test(text);
}

/** Headers are sent in latin1: one byte per character. */
function ansiQuoted(text: string): string {
  const escaped = text.replaceAll(/[\\']/g, '\\$&').replaceAll(/[^ -~]/g, (character) => {
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return `$'${escaped}'`;
}
