import { counted } from '../../format/number.js';
import { type JsonValue as Value, isList, isNumber, isObject, printJson } from '../../json/json.js';

/** Characters of a text that a line shows. */
const SHOWN = 300;

/** A value in one line. */
export function JsonValue({ json }: { readonly json: Value }) {
  if (isObject(json)) return <span class="soft">{`{ ${counted(Object.keys(json).length, 'field')} }`}</span>;
  if (isList(json)) return <span class="soft">{`[ ${counted(json.length, 'item')} ]`}</span>;
  if (typeof json !== 'string')
    return <span class={isNumber(json) ? 'json-number' : 'json-word'}>{printJson(json)}</span>;
  return (
    <span class="json-string">
      {JSON.stringify(json.slice(0, SHOWN))}
      {json.length > SHOWN && ` … ${counted(json.length, 'character')}`}
    </span>
  );
}
