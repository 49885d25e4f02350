type Fields = Readonly<Record<string, unknown>>;

/** Returns fields of the current context, such as the request id, or undefined if there are none. */
export type FieldSource = () => Fields | undefined;

const sources = new Set<FieldSource>();

/**
 * Adds the fields of a source to every log line, wherever it is logged. Sources are read only when a line is written,
 * so callers need not pass context along, and unlogged work costs nothing.
 */
export function addLogFields(source: FieldSource): void {
  sources.add(source);
}

/** The fields of the current context. */
export function currentLogFields(): Fields {
  const fields: Record<string, unknown> = {};
  for (const source of sources) Object.assign(fields, source());
  return fields;
}
