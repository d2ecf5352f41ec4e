/**
 * `ui-save-bar`: unsaved changes are shown above everything, and the admin’s own menu does not lead away from
 * them. As in the real App Bridge, links inside the app are the app’s to hold back (leaveConfirmation).
 */
((parts) => {
  const { make, chrome, word, standInFor } = parts;
  let shown;

  /** The one question the admin asks; resolves true for its primary answer. Esc is the other one. */
  const ask = ({ title, text, stay, leave }) =>
    new Promise((resolve) => {
      const dialog = make(
        'dialog',
        {
          class: 'small',
          'aria-label': title,
          onclose: () => {
            dialog.remove();
            resolve(dialog.returnValue === 'leave');
          },
        },
        make('div', { class: 'header' }, make('h2', { text: title })),
        make('div', { class: 'content padded', text }),
        make(
          'footer',
          {},
          make('button', { class: 'button', text: stay, onclick: () => dialog.close('stay') }),
          make('button', { class: 'button critical', text: leave, onclick: () => dialog.close('leave') }),
        ),
      );
      chrome.root.append(dialog);
      dialog.showModal();
    });

  const askToLeave = () =>
    ask({
      title: word('Leave page with unsaved changes?'),
      text: word('Leaving this page will delete all unsaved changes.'),
      stay: word('Stay'),
      leave: word('Leave page'),
    });

  const discard = async (bar, button) => {
    const sure =
      !bar.discardConfirmation ||
      (await ask({
        title: word('Discard all unsaved changes'),
        text: word('If you discard changes, you’ll delete any edits you made since you last saved.'),
        stay: word('Continue editing'),
        leave: word('Discard changes'),
      }));
    if (sure) {
      button.click();
    }
  };

  const draw = () => {
    if (shown && !shown.isConnected) {
      shown = undefined;
    }
    chrome.saveBar.hidden = !shown;
    const isSave = (button) => button.getAttribute('variant') === 'primary';
    const buttons = [...(shown?.querySelectorAll('button') ?? [])].sort((a, b) => isSave(a) - isSave(b));
    const drawn = buttons.map((button) => {
      const isPrimary = isSave(button);
      return standInFor(button, {
        label: button.textContent.trim() || word(isPrimary ? 'Save' : 'Discard'),
        ...(isPrimary ? {} : { onclick: () => discard(shown, button) }),
      });
    });
    chrome.saveBar.replaceChildren(
      make('span', { class: 'message', text: word('Unsaved changes') }),
      ...drawn,
    );
  };

  class UiSaveBar extends parts.describingElement(draw) {
    get showing() {
      return shown === this;
    }
    get discardConfirmation() {
      return this.hasAttribute('discardconfirmation');
    }
    set discardConfirmation(value) {
      this.toggleAttribute('discardconfirmation', Boolean(value));
    }
    async show() {
      if (shown !== this) {
        shown = this;
        draw();
        this.dispatchEvent(new Event('show'));
      }
    }
    async hide() {
      if (shown === this) {
        shown = undefined;
        draw();
        this.dispatchEvent(new Event('hide'));
      }
    }
    toggle() {
      return this.showing ? this.hide() : this.show();
    }
  }
  parts.define('ui-save-bar', UiSaveBar);

  const shake = () => {
    chrome.saveBar.classList.remove('refuses');
    requestAnimationFrame(() => chrome.saveBar.classList.add('refuses'));
  };

  parts.saveBar = {
    /** True, and the bar shakes, while changes are unsaved. */
    refusesToLeave() {
      if (shown?.isConnected) {
        shake();
        return true;
      }
      return false;
    },
    /** Resolves once leaving is allowed; stays open for good when she stays, so that `await … ; navigate()` is safe. */
    async leaveConfirmation() {
      if (!shown?.isConnected) {
        return;
      }
      const bar = shown;
      if (await askToLeave()) {
        await bar.hide();
      } else {
        await new Promise(() => {});
      }
    },
  };

  addEventListener('beforeunload', (event) => {
    if (shown?.isConnected) {
      event.preventDefault();
    }
  });
})(window.__adminStandIn);
