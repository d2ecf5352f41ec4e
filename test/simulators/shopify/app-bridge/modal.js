/** `ui-modal`: its content in a dialog, its title bar's buttons in the footer. The browser traps focus and closes on Esc. */
((parts) => {
  const { make, word } = parts;
  const styles = parts.styleSheet(`
    * { box-sizing: border-box; } ${parts.buttonStyles} ${parts.dialogStyles}
    ::slotted(ui-title-bar) { display: none !important; }
  `);

  class UiModal extends HTMLElement {
    #dialog;
    #observer = new MutationObserver(() => this.#draw());

    connectedCallback() {
      if (!this.#dialog) {
        const root = this.attachShadow({ mode: 'open' });
        root.adoptedStyleSheets = [styles];
        this.#dialog = make('dialog', { onclose: () => this.dispatchEvent(new Event('hide')) });
        root.append(this.#dialog);
        this.#draw();
      }
      this.#observer.observe(this, { attributes: true, childList: true, subtree: true, characterData: true });
    }
    disconnectedCallback() {
      this.#observer.disconnect();
      this.#dialog?.close();
    }

    #draw() {
      const titleBar = this.querySelector('ui-title-bar');
      const title = titleBar?.getAttribute('title') ?? '';
      this.#dialog.className = this.variant;
      this.#dialog.setAttribute('aria-label', title || 'Sendbook');
      const header = make(
        'div',
        { class: 'header' },
        make('h2', { text: title }),
        make('button', {
          class: 'button plain',
          'aria-label': word('Close'),
          text: '✕',
          onclick: () => this.hide(),
        }),
      );
      const footer = make('footer', {}, ...(titleBar ? parts.titleBarButtons(titleBar) : []));
      if (this.#dialog.children.length === 0) {
        const content = this.src
          ? make('iframe', { src: parts.documentUrl(this.src).href, title })
          : document.createElement('slot');
        this.#dialog.append(header, make('div', { class: 'content' }, content), footer);
      } else {
        // The content stays where it is: moving it would take the focus away while she types.
        this.#dialog.firstElementChild.replaceWith(header);
        this.#dialog.lastElementChild.replaceWith(footer);
      }
    }

    get variant() {
      return this.getAttribute('variant') ?? 'base';
    }
    set variant(value) {
      this.setAttribute('variant', value);
    }
    get src() {
      return this.getAttribute('src') ?? undefined;
    }
    set src(value) {
      this.setAttribute('src', value);
    }
    get content() {
      return [...this.children].find((child) => child.localName !== 'ui-title-bar');
    }
    set content(element) {
      this.content?.remove();
      if (element) {
        this.prepend(element);
      }
    }
    get contentWindow() {
      return this.#dialog?.querySelector('iframe')?.contentWindow ?? null;
    }
    async show() {
      if (!this.#dialog.open) {
        this.#dialog.showModal();
        this.dispatchEvent(new Event('show'));
      }
    }
    async hide() {
      this.#dialog.close();
    }
    toggle() {
      return this.#dialog.open ? this.hide() : this.show();
    }
  }
  parts.define('ui-modal', UiModal);
})(window.__adminStandIn);
