import { Button } from '../../components/controls/button.js';
import { EmptyState } from '../../components/feedback/empty-state.js';
import { Screen } from '../../components/layout/screen.js';
import { pathTo } from '../paths.js';

export function NotFound() {
  return (
    <Screen title="Not found">
      <EmptyState title="The console has no such page.">
        <p>The address may be mistyped, or belong to another version.</p>
        <Button label="Overview" href={pathTo.overview()} />
      </EmptyState>
    </Screen>
  );
}
