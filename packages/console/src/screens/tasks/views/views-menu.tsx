import { useSignal } from '@preact/signals';
import { api } from '../../../api/client.js';
import { useAct } from '../../../api/use-act.js';
import { useLoad } from '../../../api/use-load.js';
import { pathTo } from '../../../app/paths.js';
import { may, session } from '../../../app/session.js';
import { Button } from '../../../components/controls/button.js';
import { Popover } from '../../../components/controls/popover.js';
import { Tag } from '../../../components/data/tag.js';
import { type PresentQuery, SaveView } from './save-view.js';
import './views-menu.css';

/** Saved queries: one's own and those that others share. */
export function ViewsMenu(present: PresentQuery) {
  const isSaving = useSignal(false);
  const views = useLoad(async (signal) => (await api.GET('/views', { signal })).data?.items ?? [], []);
  const removing = useAct(async (name: string) => {
    await api.DELETE('/views/{name}', { params: { path: { name } } });
    views.reload();
    return `The view ${name} is deleted.`;
  });
  const isOwn = (owner: string) => may('admin') || session.value?.name === owner;
  return (
    <>
      <Popover label="Views" icon="filter" class="views-menu">
        {() => (
          <>
            {(views.data ?? []).map(({ name, q, sort, order, shared, owner }) => (
              <div key={name} class="line spread">
                <a
                  class="button"
                  data-look="quiet"
                  href={pathTo.tasks({ q, ...otherThanUsual(sort, order) })}
                  title={q}
                >
                  {name}
                </a>
                {shared && <Tag text="shared" title={`Shared by ${owner}`} />}
                {isOwn(owner) && (
                  <Button
                    {...{ label: `Delete the view ${name}`, icon: 'close', look: 'quiet', isIconOnly: true }}
                    onClick={() => void removing.run(name)}
                  />
                )}
              </div>
            ))}
            {views.data?.length === 0 && <p class="soft">No saved queries yet</p>}
            <Button
              label="Save this query …"
              icon="add"
              look="quiet"
              onClick={() => (isSaving.value = true)}
            />
          </>
        )}
      </Popover>
      {isSaving.value && (
        <SaveView
          {...present}
          names={(views.data ?? []).map(({ name }) => name)}
          onClose={() => (isSaving.value = false)}
          onSaved={() => {
            isSaving.value = false;
            views.reload();
          }}
        />
      )}
    </>
  );
}

function otherThanUsual(sort: string, order: string): Readonly<Record<string, string>> {
  return { ...(sort !== 'created' && { sort }), ...(order !== 'desc' && { order }) };
}
