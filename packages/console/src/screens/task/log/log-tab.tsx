import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { useQuery } from '../../../app/use-query.js';
import { Button } from '../../../components/controls/button.js';
import { Checkbox } from '../../../components/controls/checkbox.js';
import { CopyButton } from '../../../components/controls/copy-button.js';
import { Segments } from '../../../components/controls/segments.js';
import { TextField } from '../../../components/controls/text-field.js';
import { EmptyState } from '../../../components/feedback/empty-state.js';
import { Panel } from '../../../components/layout/panel.js';
import { counted } from '../../../format/number.js';
import { isFinal } from '../overview/state-spans.js';
import type { TabProps } from '../tab-props.js';
import { LEVELS, type Level, filteredLines, levelOf } from './log-lines.js';
import './log-tab.css';

const LEVEL_OPTIONS = (['all', ...LEVELS] as const).map((value) => ({ value, label: value }));
/** The newest lines are shown; older ones on demand. */
const SHOWN = 500;
/** Nearer to the end than this, in px, the log is followed. */
const AT_END = 24;

/** The log of the task, which follows it while it runs. */
export function LogTab({ read: { task }, output: { log, isComplete } }: TabProps) {
  const { query, setQuery } = useQuery();
  const text = query['search'] ?? '';
  const level = LEVELS.find((one) => one === query['level']) ?? 'all';
  const follows = useSignal(true);
  const most = useSignal(SHOWN);
  const frame = useRef<HTMLOListElement>(null);
  const lines = useMemo(() => filteredLines(log, { text, level }), [log, text, level]);
  const hasLevels = useMemo(() => log.lines.some((line) => levelOf(line) !== undefined), [log]);
  const shown = lines.slice(-most.value);
  const onScroll = (): void => {
    if (!frame.current || isFinal(task)) return;
    const { scrollTop, clientHeight, scrollHeight } = frame.current;
    follows.value = scrollTop + clientHeight >= scrollHeight - AT_END;
  };
  useEffect(() => {
    if (follows.value && frame.current) frame.current.scrollTop = frame.current.scrollHeight;
  }, [lines, follows.value]);
  if (log.lines.length === 0)
    return (
      <Panel title="Log">
        <EmptyState
          title={isFinal(task) && isComplete ? 'The task has written no log.' : 'Nothing is logged yet.'}
        >
          <p>A task writes here with context.log(line).</p>
        </EmptyState>
      </Panel>
    );
  return (
    <Panel
      title="Log"
      actions={
        <>
          {!isFinal(task) && (
            <Checkbox label="Follow" isChecked={follows.value} onChange={(is) => (follows.value = is)} />
          )}
          <CopyButton label="Copy the log" text={() => lines.map((line) => line.text).join('\n')} />
        </>
      }
    >
      <div class="line">
        <TextField
          label="Search in the log"
          isLabelHidden
          type="search"
          placeholder="Search in the log"
          value={text}
          onInput={(search) => setQuery({ search }, true)}
        />
        {hasLevels && (
          <Segments<Level | 'all'>
            label="Level"
            value={level}
            options={LEVEL_OPTIONS}
            onChange={(value) => setQuery({ level: value === 'all' ? undefined : value }, true)}
          />
        )}
        <span class="soft" role="status">
          {counted(lines.length, 'line')}
          {log.first > 0 && `, the first ${counted(log.first, 'line')} are gone`}
        </span>
      </div>
      {lines.length > shown.length && (
        <Button label="Show older lines" look="quiet" onClick={() => (most.value += 5 * SHOWN)} />
      )}
      <ol class="log-lines mono" ref={frame} tabIndex={0} aria-label="Lines of the log" onScroll={onScroll}>
        {shown.map((line) => (
          <li key={line.number} value={line.number} data-level={line.level}>
            {line.text}
          </li>
        ))}
      </ol>
    </Panel>
  );
}
