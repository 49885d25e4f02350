import { Segments } from '../../components/controls/segments.js';
import { Time } from '../../components/data/time.js';
import { Panel } from '../../components/layout/panel.js';
import { now } from '../../format/now.js';
import { theme } from '../../preferences/theme.js';
import { timeZone } from '../../preferences/time-zone.js';

/** Choices that this browser remembers. */
export function PreferencesPanel() {
  return (
    <Panel title="Preferences of this browser">
      <div class="preference">
        <span class="field-label">Theme</span>
        <Segments
          label="Theme"
          value={theme.value}
          options={[
            { value: 'system', label: 'System' },
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
          ]}
          onChange={(chosen) => (theme.value = chosen)}
        />
      </div>
      <div class="preference">
        <span class="field-label">Time zone</span>
        <Segments
          label="Time zone"
          value={timeZone.value}
          options={[
            { value: 'local', label: `Local: ${localZone()}` },
            { value: 'utc', label: 'UTC' },
          ]}
          onChange={(chosen) => (timeZone.value = chosen)}
        />
        <span class="soft">
          Now: <Time at={Math.floor(now.value / 1_000) * 1_000} isExact />
        </span>
      </div>
    </Panel>
  );
}

function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
