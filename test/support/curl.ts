/**
 * Executes a curl command line with Node's fetch, so that the documentation's commands can be tested without curl.
 * Supports what the documentation uses: -s, -N, -i, -X, -H, -d and one URL, quoted or not.
 */
export async function curl(commandLine: string): Promise<{ status: number; body: unknown }> {
  const { url, method, headers, body } = parseCurl(commandLine);
  const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return { status: response.status, body: isJson ? JSON.parse(text) : text };
}

interface Parsed {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: string | undefined;
}

export function parseCurl(commandLine: string): Parsed {
  const [program, ...words] = splitWords(commandLine);
  if (program !== 'curl') throw new Error(`Not a curl line: ${commandLine}`);
  const parsed: Parsed = { url: '', method: '', headers: {}, body: undefined };
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '-X') parsed.method = words.shift() ?? '';
    else if (word === '-d') parsed.body = words.shift();
    else if (word === '-H') Object.assign(parsed.headers, header(words.shift() ?? ''));
    else if (!word.startsWith('-')) parsed.url = word;
    else if (!/^-[siN]+$/.test(word))
      throw new Error(`curl ${word} is not known here: add it, or do without`);
  }
  parsed.method ||= parsed.body === undefined ? 'GET' : 'POST';
  return parsed;
}

function header(line: string): Record<string, string> {
  const [name = '', ...value] = line.split(':');
  return { [name]: value.join(':').trim() };
}

/** Words as a shell splits them: single quotes, double quotes and backslash-newlines. */
function splitWords(line: string): string[] {
  const words = line.replaceAll('\\\n', ' ').match(/'[^']*'|"[^"]*"|\S+/g) ?? [];
  return words.map((word) => word.replace(/^(['"])(.*)\1$/s, '$2'));
}
