/**
 * A body as JSON can carry it: parsed where it says that it is JSON and is, as text where it says that it is text,
 * else in base64. Text is decoded by the charset of its type; one that is unknown counts as UTF-8.
 *
 * @param contentType the Content-Type header as it came, or null
 */
export function decodeBody(body: Buffer, contentType: string | null): unknown {
  const [type = '', ...parameters] = (contentType ?? '').split(';').map((part) => part.trim().toLowerCase());
  if (!isText(type)) return body.toString('base64');
  const text = decoder(parameters).decode(body);
  return isJson(type) ? parseOr(text) : text;
}

function isJson(type: string): boolean {
  return type === 'application/json' || type === 'text/json' || type.endsWith('+json');
}

function isText(type: string): boolean {
  return (
    type.startsWith('text/') ||
    isJson(type) ||
    /^application\/(.+\+)?(xml|javascript|x-www-form-urlencoded)$/.test(type)
  );
}

function decoder(parameters: readonly string[]): InstanceType<typeof TextDecoder> {
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  try {
    return new TextDecoder(charset?.replaceAll('"', '') || 'utf-8');
  } catch {
    return new TextDecoder('utf-8');
  }
}

/** What says that it is JSON and is not stays readable as text. */
function parseOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
