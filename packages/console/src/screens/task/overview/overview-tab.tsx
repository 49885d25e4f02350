import { isFinal } from './state-spans.js';
import type { TabProps } from '../tab-props.js';
import { ErrorPanel } from './error-panel.js';
import { ProgressPanel } from './progress-panel.js';
import { ResultPanel } from './result-panel.js';
import { StatesPanel } from './states-panel.js';
import { TaskFacts } from './task-facts.js';
import { WaterfallPanel } from './waterfall-panel.js';
import { WhyPanel } from './why-panel.js';

/** First the reason for the state, or what came of it; then its times. Facts stand beside. */
export function OverviewTab({ read, output }: TabProps) {
  const { task } = read;
  return (
    <div class="task-columns">
      <div class="stack">
        {!isFinal(task) && <WhyPanel task={task} />}
        <ProgressPanel task={task} progress={output.progress} />
        <ErrorPanel task={task} />
        <ResultPanel read={read} />
        <StatesPanel task={task} />
        <WaterfallPanel task={task} />
      </div>
      <TaskFacts task={task} />
    </div>
  );
}
