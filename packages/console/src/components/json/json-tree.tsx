import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Icon } from '../controls/icon.js';
import { type JsonLine } from './json-lines.js';
import { JsonValue } from './json-value.js';
import './json-tree.css';

export interface JsonTreeProps {
  readonly label: string;
  readonly lines: readonly JsonLine[];
  readonly open: Signal<Set<string>>;
  /** Id of the current line. */
  readonly selected: Signal<string>;
  /** Ids of the lines that a search has found. */
  readonly found: ReadonlySet<string>;
}

/** Height of a line in px; json-tree.css has the same. */
const LINE = 24;
/** Lines that are drawn outside of the view. */
const MARGIN = 20;
const FIRST_VIEW = 40;

/** The visible lines of JSON, as a tree for the keyboard: arrows move, open and close. */
export function JsonTree({ label, lines, open, selected, found }: JsonTreeProps) {
  const id = useId();
  const frame = useRef<HTMLDivElement>(null);
  const view = useSignal({ from: 0, to: FIRST_VIEW });
  const look = (): void => {
    if (!frame.current) return;
    const { scrollTop, clientHeight } = frame.current;
    const from = Math.max(0, Math.floor(scrollTop / LINE) - MARGIN);
    view.value = { from, to: Math.ceil((scrollTop + clientHeight) / LINE) + MARGIN };
  };
  const at = Math.max(
    0,
    lines.findIndex((line) => line.id === selected.value),
  );
  useEffect(() => {
    scrollTo(frame.current, at);
    look();
  }, [at]);
  const toggle = (line: JsonLine, isOpen: boolean): void => {
    const next = new Set(open.value);
    if (isOpen) next.add(line.id);
    else next.delete(line.id);
    open.value = next;
  };
  const onKey = (event: KeyboardEvent): void => {
    const line = lines[at];
    const target = line && keyTarget(event.key, lines, at);
    if (!line || target === undefined) return;
    event.preventDefault();
    if (target === 'open' || target === 'close') toggle(line, target === 'open');
    else selected.value = lines[target]?.id ?? '';
  };
  const { from, to } = view.value;
  return (
    <div
      ref={frame}
      class="json-tree mono"
      role="tree"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={`${id}-${at}`}
      onKeyDown={onKey}
      onScroll={look}
    >
      <div role="presentation" style={{ height: `${lines.length * LINE}px`, paddingTop: `${from * LINE}px` }}>
        {lines.slice(from, to).map((line, index) => (
          <Line
            key={line.id}
            id={`${id}-${from + index}`}
            line={line}
            isSelected={line.id === selected.value}
            isFound={found.has(line.id)}
            onClick={() => {
              if (line.isOpen !== undefined) toggle(line, !line.isOpen);
              selected.value = line.id;
            }}
          />
        ))}
      </div>
    </div>
  );
}

interface LineProps {
  readonly id: string;
  readonly line: JsonLine;
  readonly isSelected: boolean;
  readonly isFound: boolean;
  readonly onClick: () => void;
}

function Line({ id, line, isSelected, isFound, onClick }: LineProps) {
  const { path, json, isOpen, place, siblings } = line;
  const name = path.at(-1);
  return (
    <div
      id={id}
      role="treeitem"
      class="json-line"
      aria-level={path.length + 1}
      aria-posinset={place}
      aria-setsize={siblings}
      aria-expanded={isOpen}
      aria-selected={isSelected}
      data-found={isFound || undefined}
      style={{ paddingInlineStart: `${Math.min(path.length, 24)}rem` }}
      onClick={onClick}
    >
      <span class="json-mark">
        {isOpen !== undefined && <Icon name={isOpen ? 'down' : 'right'} size={12} />}
      </span>
      {name !== undefined && <span class="json-name">{name}: </span>}
      <JsonValue json={json} />
    </div>
  );
}

/** The line or the change that a key of a tree leads to (WAI-ARIA authoring practices). */
function keyTarget(
  key: string,
  lines: readonly JsonLine[],
  at: number,
): number | 'open' | 'close' | undefined {
  const line = lines[at];
  if (!line) return undefined;
  const last = lines.length - 1;
  const page = 12;
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: last,
    PageDown: at + page,
    PageUp: at - page,
  };
  const step = steps[key];
  if (step !== undefined) return Math.min(last, Math.max(0, step));
  if (key === 'ArrowRight' && line.isOpen !== undefined) return line.isOpen ? Math.min(last, at + 1) : 'open';
  if (key === 'Enter' && line.isOpen !== undefined) return line.isOpen ? 'close' : 'open';
  if (key !== 'ArrowLeft') return undefined;
  if (line.isOpen) return 'close';
  const depth = line.path.length;
  const parent = lines.slice(0, at).findLastIndex(({ path }) => path.length < depth);
  return parent < 0 ? undefined : parent;
}

function scrollTo(frame: HTMLElement | null, line: number): void {
  if (!frame) return;
  const top = line * LINE;
  if (top < frame.scrollTop) frame.scrollTop = top;
  else if (top + LINE > frame.scrollTop + frame.clientHeight)
    frame.scrollTop = top + LINE - frame.clientHeight;
}
