import { may, session } from '../../app/session.js';
import { useQuery } from '../../app/use-query.js';
import { Notice } from '../../components/feedback/notice.js';
import { Screen } from '../../components/layout/screen.js';
import { TaskForm } from './task-form.js';
import { TypePicker } from './type-picker.js';
import './new-task.css';

/** Submits a task: first its type is chosen, then its payload and options are filled in. */
export function NewTask() {
  const { query } = useQuery();
  const name = query['name'];
  if (!may('submitter'))
    return (
      <Screen title="New task">
        <Notice title="Your role cannot submit tasks.">
          It is {session.value?.role ?? 'unknown'}; submitting needs submitter or higher.
        </Notice>
      </Screen>
    );
  return name ? <TaskForm key={name} name={name} /> : <TypePicker />;
}
