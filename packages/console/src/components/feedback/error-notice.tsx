import { shownError } from '../../api/shown-error.js';
import { Button } from '../controls/button.js';
import { Notice } from './notice.js';

/** An error of the API in its own words. @param onRetry tries again what has failed */
export function ErrorNotice({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  if (error === undefined) return null;
  const { title, detail, fields } = shownError(error);
  return (
    <Notice
      tone="failure"
      title={`${title.replace(/\.$/, '')}.`}
      actions={onRetry && <Button label="Try again" icon="retry" onClick={onRetry} />}
    >
      {detail}
      {fields.length > 0 && (
        <ul>
          {fields.map(({ place, message }) => (
            <li key={place + message}>
              {place && <code>{place}</code>} {message}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
