import { useEffect, useState } from 'preact/hooks';
import { onToast, toast } from '../toasts';
import type { ToastTold } from '../toasts';
import '../../styles/Toast.css';

const staysMs = 8000;

/* One sentence at the bottom, for eight seconds; it waits while somebody is at it. */
export function Toast() {
  const [told, setTold] = useState<ToastTold | null>(null);
  const [held, setHeld] = useState(false);
  useEffect(() => onToast(setTold), []);
  useEffect(() => {
    if (!told || held) return undefined;
    const timer = setTimeout(() => toast(null), staysMs);
    return () => clearTimeout(timer);
  }, [told, held]);
  const act = () => {
    const action = told?.action;
    setHeld(false);
    toast(null);
    action?.act();
  };
  return (
    <div class="toast-place no-print" role="status">
      {told && (
        <div
          class="toast"
          onMouseEnter={() => setHeld(true)}
          onMouseLeave={() => setHeld(false)}
          onFocusIn={() => setHeld(true)}
          onFocusOut={() => setHeld(false)}
        >
          <p>{told.text}</p>
          {told.action && (
            <button type="button" onClick={act}>
              {told.action.label}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
