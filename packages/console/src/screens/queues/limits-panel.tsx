import { useSignal } from '@preact/signals';
import { useAct } from '../../api/use-act.js';
import { may } from '../../app/session.js';
import { Button } from '../../components/controls/button.js';
import { Facts } from '../../components/data/facts.js';
import { ErrorNotice } from '../../components/feedback/error-notice.js';
import { ReasonField } from '../../components/feedback/reason-field.js';
import { Panel } from '../../components/layout/panel.js';
import { LimitFields } from './limit-fields.js';
import { limitsOfTexts, rateText, textsOfLimits } from './limits.js';
import type { QueueActProps } from './pause-button.js';
import { limitQueue } from './queue-acts.js';

/** Limits of a queue: tasks at once, and starts in a period. */
export function LimitsPanel({ queue, onDone }: QueueActProps) {
  const { concurrency, rate } = queue.limits;
  return (
    <Panel title="Limits">
      {may('operator') ? (
        // New limits make a new form, so that it shows what now applies.
        <LimitsForm key={JSON.stringify(queue.limits)} queue={queue} onDone={onDone} />
      ) : (
        <Facts
          facts={[
            ['Tasks at once', concurrency ?? 'no limit'],
            ['Starts', rateText(rate)],
          ]}
        />
      )}
    </Panel>
  );
}

function LimitsForm({ queue, onDone }: QueueActProps) {
  const initial = textsOfLimits(queue.limits);
  const texts = useSignal(initial);
  const reason = useSignal('');
  const saving = useAct(async () => {
    const said = await limitQueue(queue.name, limitsOfTexts(texts.value), reason.value.trim());
    onDone();
    return said;
  });
  const isChanged = JSON.stringify(texts.value) !== JSON.stringify(initial);
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void saving.run();
      }}
    >
      <LimitFields
        texts={texts.value}
        onChange={(value) => (texts.value = value)}
        emptyHint="Empty: no limit."
      />
      {isChanged && <ReasonField reason={reason} />}
      <ErrorNotice error={saving.error} />
      <div class="line">
        <Button
          label="Save the limits"
          type="submit"
          look="primary"
          isDisabled={!isChanged}
          isBusy={saving.isRunning}
        />
        <span class="soft">Limits persist across restarts.</span>
      </div>
    </form>
  );
}
