import { useEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { pathTo, safeNext } from '../../app/paths.js';
import { Notice } from '../../components/feedback/notice.js';
import { LogInBrand } from './log-in-brand.js';
import { LogInForm } from './log-in-form.js';
import { problemText } from './problem-text.js';
import './log-in.css';

/** Shown in place of every screen until somebody is logged in; then that screen comes. */
export function LogInPage({ isChecked }: { readonly isChecked: boolean }) {
  const { path, query, url } = useLocation();
  const next = path === pathTo.login() ? safeNext(query['next']) : url;
  useEffect(() => {
    document.title = 'Log in · Celeriac';
  }, []);
  return (
    <main class="log-in">
      <LogInBrand />
      <h1>Log in to Celeriac</h1>
      {query['problem'] && (
        <Notice tone="failure" title="Not logged in.">
          {problemText(query['problem'])}
        </Notice>
      )}
      {!isChecked && (
        <Notice tone="warning" title="The broker is away.">
          The API cannot check sessions until Redis answers again. This page keeps trying.
        </Notice>
      )}
      <LogInForm next={next} />
      <p class="soft">
        No key yet? The operator of this service creates one: <code>npm run key -- NAME ROLE</code>
      </p>
    </main>
  );
}
