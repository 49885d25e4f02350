import { Button } from '../../../components/controls/button.js';
import { Checkbox } from '../../../components/controls/checkbox.js';
import { Popover } from '../../../components/controls/popover.js';
import { chosenColumns, resetColumns, toggleColumn } from './chosen-columns.js';
import type { TaskColumn } from './columns.js';
import './columns-menu.css';

/** Chooses the columns of the list. @param columns those that the person may see */
export function ColumnsMenu({ columns }: { readonly columns: readonly TaskColumn[] }) {
  return (
    <Popover label="Columns" icon="settings" class="columns-menu" staysOpen>
      {() => (
        <>
          {columns
            .filter(({ id }) => id !== 'name')
            .map(({ id, title }) => (
              <Checkbox
                key={id}
                label={title}
                isChecked={chosenColumns.value.includes(id)}
                onChange={() => toggleColumn(id)}
              />
            ))}
          <Button label="Reset" look="quiet" onClick={resetColumns} />
        </>
      )}
    </Popover>
  );
}
