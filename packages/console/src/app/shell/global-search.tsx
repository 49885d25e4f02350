import { useSignal } from '@preact/signals';
import { useLocation } from 'preact-iso';
import { useAct } from '../../api/use-act.js';
import { Icon } from '../../components/controls/icon.js';
import { showToast } from '../../components/feedback/toasts.js';
import { pathTo } from '../paths.js';
import { pathOfId } from './find-id.js';
import './global-search.css';

const IS_ID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** One box for everything: an id from anywhere opens its page, other text searches the tasks. */
export function GlobalSearch() {
  const { route } = useLocation();
  const text = useSignal('');
  const searching = useAct(async () => {
    const wanted = text.value.trim();
    if (wanted === '') return;
    const path = IS_ID.test(wanted) ? await pathOfId(wanted.toLowerCase()) : pathTo.tasks({ q: wanted });
    if (path === undefined) return showToast({ text: `Nothing here has the ID ${wanted}.`, tone: 'failure' });
    route(path);
    text.value = '';
  });
  return (
    <form
      class="global-search"
      role="search"
      aria-label="Everything"
      onSubmit={(event) => {
        event.preventDefault();
        void searching.run();
      }}
    >
      <Icon name="search" />
      <input
        type="search"
        aria-label="Search tasks, or open an id"
        placeholder="Search tasks, or paste an id"
        title="Focus: /"
        data-search
        spellcheck={false}
        autocomplete="off"
        value={text.value}
        onInput={({ currentTarget }) => (text.value = currentTarget.value)}
      />
    </form>
  );
}
