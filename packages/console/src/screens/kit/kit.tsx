import { Panel } from '../../components/layout/panel.js';
import { Screen } from '../../components/layout/screen.js';
import { chartStories } from './chart-stories.js';
import { controlStories } from './control-stories.js';
import { dataStories } from './data-stories.js';
import { feedbackStories } from './feedback-stories.js';
import { layoutStories } from './layout-stories.js';
import './kit.css';

const STORIES = [...controlStories, ...dataStories, ...chartStories, ...feedbackStories, ...layoutStories];

/** Each shared component in each of its states. Served in development only. */
export function Kit() {
  return (
    <Screen title="Kit">
      {STORIES.map(({ name, states }) => (
        <Panel key={name} title={name}>
          <div class="kit-states">
            {states.map(([title, content]) => (
              <figure key={title}>
                <figcaption>{title}</figcaption>
                <div>{content}</div>
              </figure>
            ))}
          </div>
        </Panel>
      ))}
    </Screen>
  );
}
