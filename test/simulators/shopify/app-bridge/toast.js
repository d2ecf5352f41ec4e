/** `shopify.toast`: a short message at the bottom, read out politely, gone by itself. */
((parts) => {
  const { make, chrome, word } = parts;
  const DEFAULT_MS = 5_000;
  const open = new Map();
  let last = 0;

  const hide = (id) => {
    const toast = open.get(id);
    if (toast) {
      open.delete(id);
      clearTimeout(toast.timer);
      toast.element.remove();
      toast.onDismiss?.();
    }
  };

  const show = (message, { duration = DEFAULT_MS, isError = false, action, onAction, onDismiss } = {}) => {
    last += 1;
    const id = String(last);
    const element = make(
      'div',
      { class: isError ? 'toast error' : 'toast', 'data-toast-id': id },
      make('span', { text: message }),
      action &&
        make('button', {
          type: 'button',
          class: 'button',
          text: action,
          onclick: () => {
            onAction?.();
            hide(id);
          },
        }),
      make('button', {
        type: 'button',
        class: 'button dismiss',
        'aria-label': word('Close'),
        text: '✕',
        onclick: () => hide(id),
      }),
    );
    open.set(id, { element, onDismiss, timer: setTimeout(hide, duration, id) });
    chrome.toasts.append(element);
    return id;
  };

  parts.toast = { show, hide };
})(window.__adminStandIn);
