import { TextField } from '../../components/controls/text-field.js';
import { FilterBar } from '../../components/layout/filter-bar.js';
import { Freshness } from '../../components/layout/freshness.js';
import { Panel } from '../../components/layout/panel.js';
import { Tabs } from '../../components/layout/tabs.js';
import type { Story } from './story.js';

const loaded = { data: 1, error: undefined, at: Date.now(), isLoading: false, reload: () => undefined };

export const layoutStories: readonly Story[] = [
  { name: 'Panel', states: [['with text', <Panel title="Health">All is well.</Panel>]] },
  {
    name: 'Tabs',
    states: [
      [
        'the first is current',
        <Tabs
          label="Parts of a task"
          tabs={[
            { href: '#main', label: 'Summary', isCurrent: true },
            { href: '#log', label: 'Log', isCurrent: false },
          ]}
        />,
      ],
    ],
  },
  {
    name: 'Freshness',
    states: [
      ['current', <Freshness loaded={loaded} />],
      ['old', <Freshness loaded={{ ...loaded, error: new Error('away'), at: Date.now() - 60_000 }} />],
    ],
  },
  {
    name: 'FilterBar',
    states: [
      [
        'two fields',
        <FilterBar>
          <TextField label="Name" value="" onInput={() => undefined} />
          <TextField label="Tag" value="" onInput={() => undefined} />
        </FilterBar>,
      ],
    ],
  },
];
