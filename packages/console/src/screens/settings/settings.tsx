import { may } from '../../app/session.js';
import { Screen } from '../../components/layout/screen.js';
import { PreferencesPanel } from './preferences-panel.js';
import { ServerPanels } from './server-panels.js';
import { SessionPanel } from './session-panel.js';
import './settings.css';

/** The session, the preferences of this browser, and the settings of the service. */
export function Settings() {
  return (
    <Screen title="Settings">
      <div class="columns">
        <SessionPanel />
        <PreferencesPanel />
      </div>
      {may('operator') && <ServerPanels />}
    </Screen>
  );
}
