import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { counted } from '../../format/number.js';
import { Button } from '../controls/button.js';
import { CopyButton } from '../controls/copy-button.js';
import { TextField } from '../controls/text-field.js';
import { printJson } from '../../json/json.js';
import { JsonDetail } from './json-detail.js';
import {
  type JsonPath,
  allOpen,
  childrenOf,
  findIn,
  idOf,
  linesOf,
  openAtFirst,
  openedTo,
} from './json-lines.js';
import { JsonTree } from './json-tree.js';
import type { JsonViewProps } from './json-view-props.js';
import './json-view.css';

const LINES_AT_FIRST = 120;
const MOST_FOUND = 1_000;

/** JSON as a tree that one can open, search and copy from. It draws what is in view only, so 1 MB is no burden. */
export function JsonView({ label, json, field, pathOfTerm }: JsonViewProps) {
  const open = useSignal(useMemo(() => openAtFirst(json, LINES_AT_FIRST), [json]));
  const selected = useSignal<string>('');
  const wanted = useSignal('');
  const found = useMemo(() => findIn(json, wanted.value, MOST_FOUND), [json, wanted.value]);
  const lines = useMemo(() => linesOf(json, open.value), [json, open.value]);
  const foundIds = useMemo(() => new Set(found.map(idOf)), [found]);
  const show = (path: JsonPath): void => {
    open.value = openedTo(open.value, path);
    selected.value = idOf(path);
  };
  const step = (by: 1 | -1): void => {
    const at = found.findIndex((path) => idOf(path) === selected.value);
    const next = at < 0 ? (by > 0 ? 0 : found.length - 1) : (at + by + found.length) % found.length;
    const path = found[next];
    if (path) show(path);
  };
  const line = lines.find(({ id }) => id === selected.value);
  return (
    <div class="json-view">
      <div class="line">
        <form
          class="json-search"
          onSubmit={(event) => {
            event.preventDefault();
            step(1);
          }}
        >
          <TextField
            label={`Search in ${label.toLowerCase()}`}
            isLabelHidden
            type="search"
            placeholder="Search names and values"
            value={wanted.value}
            onInput={(text) => (wanted.value = text)}
          />
        </form>
        {wanted.value !== '' && (
          <>
            <span class="soft" role="status">
              {found.length >= MOST_FOUND
                ? counted(MOST_FOUND, 'match or more', 'matches or more')
                : counted(found.length, 'match', 'matches')}
            </span>
            <Button label="Previous match" icon="up" look="quiet" isIconOnly onClick={() => step(-1)} />
            <Button label="Next match" icon="down" look="quiet" isIconOnly onClick={() => step(1)} />
          </>
        )}
        <span class="json-tools">
          {childrenOf(json).length > 0 && (
            <>
              <Button label="Open all" look="quiet" onClick={() => (open.value = allOpen(json))} />
              <Button label="Close all" look="quiet" onClick={() => (open.value = new Set(['']))} />
            </>
          )}
          <CopyButton label={`Copy ${label.toLowerCase()}`} text={() => printJson(json)} />
        </span>
      </div>
      <JsonTree label={label} lines={lines} open={open} selected={selected} found={foundIds} />
      {line && <JsonDetail line={line} field={field} pathOfTerm={pathOfTerm} />}
    </div>
  );
}
