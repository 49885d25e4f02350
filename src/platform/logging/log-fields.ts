type Fields = Readonly<Record<string, unknown>>;

/** Says what is going on where a line is logged, such as the id of the request, or undefined. */
export type FieldSource = () => Fields | undefined;

const sources = new Set<FieldSource>();

/**
 * Has every line carry the fields of a source, wherever it is logged. Asked only when a line is written, so that what
 * is going on need not be told to whoever logs, and costs nothing where nobody does.
 */
export function addLogFields(source: FieldSource): void {
  sources.add(source);
}

/** What is going on here and now. */
export function currentLogFields(): Fields {
  const fields: Record<string, unknown> = {};
  for (const source of sources) Object.assign(fields, source());
  return fields;
}
