import { useEffect, useRef } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { useLocation } from 'preact-iso';
import { FleetProvider, useFleetLoads } from '../../api/fleet/fleet.js';
import { Banners } from './banners/banners.js';
import { useKeys } from './keys.js';
import { KeysDialog } from './keys-dialog.js';
import { Navigation } from './navigation.js';
import { Screens } from './screens.js';
import { TopBar } from './top-bar.js';
import './shell.css';

/** The frame around all screens. */
export function Shell() {
  const { path } = useLocation();
  const main = useRef<HTMLElement>(null);
  const isMenuOpen = useSignal(false);
  const fleet = useFleetLoads();
  useKeys();
  useEffect(() => {
    isMenuOpen.value = false;
  }, [path]);
  useEffect(() => {
    if (isMenuOpen.value) document.querySelector<HTMLElement>('.navigation a')?.focus();
  }, [isMenuOpen.value]);
  return (
    <div
      class="shell"
      data-menu-open={isMenuOpen.value || undefined}
      onKeyDown={({ key }) => key === 'Escape' && (isMenuOpen.value = false)}
    >
      <a class="skip-link" href="#main" onClick={() => main.current?.focus()}>
        Skip to the content
      </a>
      <TopBar isMenuOpen={isMenuOpen.value} onMenu={() => (isMenuOpen.value = !isMenuOpen.value)} />
      <Navigation fleet={fleet} />
      <main id="main" ref={main} tabIndex={-1}>
        <Banners fleet={fleet} />
        <FleetProvider value={fleet}>
          <Screens />
        </FleetProvider>
      </main>
      <KeysDialog />
    </div>
  );
}
