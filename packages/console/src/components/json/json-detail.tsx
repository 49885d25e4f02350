import { Button } from '../controls/button.js';
import { CopyButton } from '../controls/copy-button.js';
import { printJson } from '../../json/json.js';
import type { JsonLine } from './json-lines.js';
import { pathText, termOf } from './json-term.js';
import type { JsonViewProps } from './json-view-props.js';

/** Shorter texts are whole in their line. */
const FITS_A_LINE = 60;

/** The chosen value: its path, its whole text, and what can be done with it. */
export function JsonDetail({
  line: { json, path },
  field,
  pathOfTerm,
}: { readonly line: JsonLine } & Pick<JsonViewProps, 'field' | 'pathOfTerm'>) {
  const own = field ?? 'value';
  const place = pathText(own, path);
  const term = field === undefined ? undefined : termOf(field, path, json);
  const isLong = typeof json === 'string' && (json.length > FITS_A_LINE || json.includes('\n'));
  return (
    <div class="json-detail">
      <div class="line">
        <code class="json-place">{place}</code>
        <CopyButton label="Copy path" hasText text={place} />
        <CopyButton
          label="Copy value"
          hasText
          text={() => (typeof json === 'string' ? json : printJson(json))}
        />
        {term !== undefined && pathOfTerm && (
          <Button label="Add as filter" icon="filter" href={pathOfTerm(term)} title={term} />
        )}
      </div>
      {isLong && (
        <pre class="json-whole" tabIndex={0}>
          {json}
        </pre>
      )}
    </div>
  );
}
