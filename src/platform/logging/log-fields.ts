type Fields = Readonly<Record<string, unknown>>;

/** Returns fields of the current context, such as the request id, or undefined if there are none. */
export type FieldSource = () => Fields | undefined;

/** Of the process: it has one log, which all of its applications write. */
const sources = new Set<FieldSource>();

/**
 * Adds the fields of a source to every log line, wherever it is logged. Sources are read only when a line is written,
 * so callers need not pass context along, and unlogged work costs nothing. A source counts once, however often it is
 * added.
 *
 * @returns a function that removes it, for sources that belong to one application
 */
export function addLogFields(source: FieldSource): () => void {
  sources.add(source);
  return () => void sources.delete(source);
}

/** The fields of the current context. */
export function currentLogFields(): Fields {
  const fields: Record<string, unknown> = {};
  for (const source of sources) Object.assign(fields, source());
  return fields;
}
