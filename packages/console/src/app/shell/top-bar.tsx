import { isConnected, isPaused } from '../../api/live.js';
import { reachability } from '../../api/reachability.js';
import { Button } from '../../components/controls/button.js';
import { Tag } from '../../components/data/tag.js';
import { theme } from '../../preferences/theme.js';
import { pathTo } from '../paths.js';
import { logOut, session } from '../session.js';
import { useAct } from '../../api/use-act.js';
import { closeStream } from '../../api/live.js';
import { GlobalSearch } from './global-search.js';
import './top-bar.css';

export interface TopBarProps {
  readonly isMenuOpen: boolean;
  readonly onMenu: () => void;
}

export function TopBar({ isMenuOpen, onMenu }: TopBarProps) {
  return (
    <header class="top-bar">
      <Button label="Menu" icon="menu" look="quiet" isIconOnly isPressed={isMenuOpen} onClick={onMenu} />
      <a class="brand" href={pathTo.overview()} aria-label="Celeriac, overview">
        <img src={new URL('../../icon.svg', import.meta.url).href} alt="" width="26" height="26" />
        <span>Celeriac</span>
      </a>
      <GlobalSearch />
      <LiveSwitch />
      <ThemeSwitch />
      <Person />
    </header>
  );
}

/** Stops and continues all updates of the page. */
function LiveSwitch() {
  const label = isPaused.value ? 'Continue updates' : 'Pause updates';
  const state = isPaused.value
    ? 'Paused'
    : isConnected.value && reachability.value === 'ok'
      ? 'Live'
      : 'Connecting';
  return (
    <span class="live" data-state={state}>
      <Button
        label={label}
        icon={isPaused.value ? 'play' : 'pause'}
        look="quiet"
        isIconOnly
        onClick={() => (isPaused.value = !isPaused.value)}
      />
      <span class="live-state">{state}</span>
    </span>
  );
}

const NEXT_THEME = { system: 'light', light: 'dark', dark: 'system' } as const;

function ThemeSwitch() {
  const next = NEXT_THEME[theme.value];
  return (
    <Button
      label={`Theme: ${theme.value}. Change to ${next}`}
      icon="sun"
      look="quiet"
      isIconOnly
      onClick={() => (theme.value = next)}
    />
  );
}

function Person() {
  const leaving = useAct(async () => {
    closeStream();
    await logOut();
  });
  const { mode, name, role } = session.value ?? {};
  if (mode !== 'keys')
    return <Tag text="no login" title="Every client that reaches this API may do everything" />;
  return (
    <span class="line person">
      <Tag text={name ?? ''} title={`Role: ${role ?? ''}`} href={pathTo.settings()} />
      <Button label="Log out" icon="logOut" look="quiet" isIconOnly onClick={() => void leaving.run()} />
    </span>
  );
}
