import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { Button } from '../../components/controls/button.js';
import { Checkbox } from '../../components/controls/checkbox.js';
import { CodeLine } from '../../components/controls/code-line.js';
import { CopyButton } from '../../components/controls/copy-button.js';
import { Icon } from '../../components/controls/icon.js';
import { Menu } from '../../components/controls/menu.js';
import { Popover } from '../../components/controls/popover.js';
import { Segments } from '../../components/controls/segments.js';
import { SelectField } from '../../components/controls/select-field.js';
import { SchemaForm } from '../../components/form/schema-form.js';
import { TextField } from '../../components/controls/text-field.js';
import type { Story } from './story.js';

type Priority = 'low' | 'normal' | 'high';

const OPTIONS = [
  { value: 'low', label: 'Low' },
  { value: 'normal', label: 'Normal' },
  { value: 'high', label: 'High' },
] as const;

/** Keeps the value of a control, as its screen would. */
function Holding<T>({ initial, children }: HoldingProps<T>) {
  const held = useSignal(initial);
  return <>{children(held.value, (value) => (held.value = value))}</>;
}

interface HoldingProps<T> {
  readonly initial: T;
  readonly children: (value: T, set: (value: T) => void) => ComponentChildren;
}

export const controlStories: readonly Story[] = [
  {
    name: 'Button',
    states: [
      ['plain', <Button label="Retry" icon="retry" />],
      ['primary', <Button label="Run" look="primary" />],
      ['danger', <Button label="Delete 3 tasks" look="danger" />],
      ['quiet', <Button label="Back" look="quiet" />],
      ['icon only', <Button label="Close" icon="close" isIconOnly />],
      ['pressed', <Button label="Live" isPressed />],
      ['busy', <Button label="Run" look="primary" isBusy />],
      ['disabled', <Button label="Run" isDisabled />],
      ['link', <Button label="Tasks" href="#main" />],
    ],
  },
  {
    name: 'Icon',
    states: [
      ['16 px', <Icon name="tasks" />],
      ['24 px', <Icon name="tasks" size={24} />],
    ],
  },
  {
    name: 'Menu',
    states: [
      ['with text', <Menu label="More" items={[{ label: 'Replay' }, { label: 'Promote' }]} />],
      ['icon only', <Menu label="More actions" isIconOnly items={[{ label: 'Replay' }]} />],
    ],
  },
  {
    name: 'TextField',
    states: [
      [
        'with a hint',
        <Holding initial="">
          {(value, set) => (
            <TextField label="Reason" hint="Kept in the audit log." value={value} onInput={set} />
          )}
        </Holding>,
      ],
      [
        'with an error',
        <Holding initial="25:00">
          {(value, set) => (
            <TextField label="Time" value={value} onInput={set} error="Not a time: 00:00 to 23:59" />
          )}
        </Holding>,
      ],
      [
        'code, several lines',
        <Holding initial={'{\n  "x": 1\n}'}>
          {(value, set) => <TextField label="Payload" value={value} onInput={set} rows={4} isCode />}
        </Holding>,
      ],
    ],
  },
  {
    name: 'SelectField',
    states: [
      [
        'chosen',
        <Holding<Priority> initial="normal">
          {(value, set) => <SelectField label="Priority" value={value} options={OPTIONS} onChange={set} />}
        </Holding>,
      ],
    ],
  },
  {
    name: 'Segments',
    states: [
      [
        'chosen',
        <Holding<Priority> initial="normal">
          {(value, set) => (
            <Segments label="Priority of a task" value={value} options={OPTIONS} onChange={set} />
          )}
        </Holding>,
      ],
    ],
  },
  {
    name: 'Checkbox',
    states: [
      [
        'on and off',
        <Holding initial={true}>
          {(value, set) => <Checkbox label="Shared" isChecked={value} onChange={set} />}
        </Holding>,
      ],
      ['some', <Checkbox label="All rows" isChecked={false} isMixed onChange={() => undefined} />],
    ],
  },
  {
    name: 'CodeLine',
    states: [['a command', <CodeLine text="curl -X POST 'http://localhost:8000/tasks?x=6&y=2'" />]],
  },
  { name: 'CopyButton', states: [['an id', <CopyButton text="01938f5e" label="Copy the id" />]] },
  {
    name: 'Popover',
    states: [
      [
        'with text',
        <Popover label="Columns" icon="settings" staysOpen>
          {() => <p>Drawn once it is opened.</p>}
        </Popover>,
      ],
    ],
  },
  {
    name: 'SchemaForm',
    states: [
      [
        'numbers, and what is wrong with one',
        <Holding initial={'{"x": 6, "y": 0}'}>
          {(value, set) => (
            <SchemaForm
              schema={{
                type: 'object',
                required: ['x', 'y'],
                properties: { x: { type: 'number' }, y: { type: 'number', description: 'The divisor' } },
              }}
              value={value}
              onChange={set}
              errors={[{ place: '/y', message: 'must not be 0' }]}
            />
          )}
        </Holding>,
      ],
    ],
  },
];
