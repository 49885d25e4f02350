import type { ComponentChildren } from 'preact';
import { Prose } from '../../components/data/prose.js';
import { type Column, Table } from '../../components/data/table.js';
import { Tag } from '../../components/data/tag.js';
import { type Setting, valueText } from './server-setting.js';
import './setting-table.css';

const COLUMNS: readonly Column<Setting>[] = [
  { id: 'name', title: 'Setting', cell: ({ name }) => <code>{name}</code> },
  {
    id: 'value',
    title: 'Value',
    cell: (setting) => (
      <span class="line setting-value">
        <code title={valueText(setting)}>{valueText(setting)}</code>
        {setting.changed && <Tag text="changed" title={`Default: ${setting.default ?? 'none'}`} />}
        {setting.changed && setting.default && <span class="soft">instead of {setting.default}</span>}
      </span>
    ),
  },
  {
    id: 'description',
    title: 'Meaning',
    cell: ({ description }) => (
      <span class="setting-meaning">
        <Prose text={description} />
      </span>
    ),
  },
];

export interface SettingTableProps {
  readonly caption: string;
  readonly settings: readonly Setting[];
  /** Shown instead of rows. */
  readonly empty: ComponentChildren;
}

/** Settings of a process with their values, but for those of secrets. */
export function SettingTable({ caption, settings, empty }: SettingTableProps) {
  return (
    <Table caption={caption} columns={COLUMNS} rows={settings} keyOf={({ name }) => name} empty={empty} />
  );
}
