import { ErrorBoundary, LocationProvider } from 'preact-iso';
import { ErrorNotice } from '../components/feedback/error-notice.js';
import { Toasts } from '../components/feedback/toasts.js';
import { LogInDialog } from '../screens/log-in/log-in-dialog.js';
import { LogInPage } from '../screens/log-in/log-in-page.js';
import { home } from './base-path.js';
import { Opening } from './opening.js';
import { isLocked, session } from './session.js';
import { Shell } from './shell/shell.js';
import { useSessionCheck } from './use-session.js';

export function App() {
  return (
    // Links to other places are left to the browser.
    <LocationProvider scope={home}>
      <ErrorBoundary>
        <Gate />
      </ErrorBoundary>
      <Toasts />
    </LocationProvider>
  );
}

/** The console, or the login where one is needed. */
function Gate() {
  const { error, isChecked } = useSessionCheck();
  const own = session.value;
  if (own === undefined) return error === undefined ? <Opening /> : <ErrorNotice error={error} />;
  if (!own.authenticated) return <LogInPage isChecked={isChecked} />;
  return (
    <>
      <Shell key={`${own.name ?? ''} ${own.role ?? ''}`} />
      {isLocked.value && <LogInDialog />}
    </>
  );
}
