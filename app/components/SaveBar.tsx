import { useBlocker } from '@remix-run/react';
import { useEffect } from 'react';
import { appBridge } from './app-bridge.ts';
import { commonTexts as t } from './texts/common.ts';

type Props = { id: string; dirty: boolean; saving: boolean; onSave: () => void; onDiscard: () => void };

/**
 * Shopify's contextual save bar: there while something is unsaved. Links inside the app are held back until the
 * merchant has saved or discarded; App Bridge itself guards the admin's own navigation.
 */
export function SaveBar({ id, dirty, saving, onSave, onDiscard }: Props) {
  useEffect(() => {
    toggle(id, dirty);
    // The bar belongs to the admin's frame, so it must also go when the page does.
    return () => toggle(id, false);
  }, [id, dirty]);

  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      dirty && !saving && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (blocker.state !== 'blocked') {
      return;
    }
    const leave = appBridge()?.saveBar.leaveConfirmation() ?? Promise.resolve();
    leave.then(blocker.proceed, blocker.reset);
  }, [blocker]);

  return (
    <ui-save-bar id={id}>
      <button type="button" variant="primary" disabled={saving} onClick={onSave}>
        {t.save}
      </button>
      <button type="button" disabled={saving} onClick={onDiscard}>
        {t.discard}
      </button>
    </ui-save-bar>
  );
}

function toggle(id: string, shown: boolean): void {
  const bar = appBridge()?.saveBar;
  // Rejects when the element has left the page already, and the bar with it.
  (shown ? bar?.show(id) : bar?.hide(id))?.catch(() => {});
}
