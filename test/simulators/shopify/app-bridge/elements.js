/** What the drawn parts are made with. */
((parts) => {
  /** An element: `make('button', {class: 'x', onclick: f, text: 'OK'}, child, …)`. */
  parts.make = (tag, properties = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name === 'text') {
        element.textContent = value;
      } else if (name.startsWith('on')) {
        element.addEventListener(name.slice(2), value);
      } else if (value === true) {
        element.setAttribute(name, '');
      } else if (value !== false && value !== undefined && value !== null) {
        element.setAttribute(name, value);
      }
    }
    element.append(...children.filter((child) => child));
    return element;
  };

  /** A drawn button that stands for one of the page: it looks as the page's says, and a click is passed on to it. */
  parts.standInFor = (original, { variant, label, onclick } = {}) =>
    parts.make('button', {
      type: 'button',
      class: `button ${variant ?? original.getAttribute('variant') ?? ''} ${original.getAttribute('tone') ?? ''}`,
      disabled: original.disabled || original.hasAttribute('loading'),
      'aria-busy': original.hasAttribute('loading') ? 'true' : undefined,
      text: label ?? original.textContent.trim(),
      onclick: onclick ?? (() => original.click()),
    });

  /**
   * Base of the elements a page describes its chrome with. `describe` is called, once per turn, whenever one of them
   * comes, goes or changes inside.
   */
  parts.describingElement = (describe) => {
    let planned = false;
    const plan = () => {
      if (!planned) {
        planned = true;
        queueMicrotask(() => {
          planned = false;
          describe();
        });
      }
    };
    return class extends HTMLElement {
      #observer = new MutationObserver(plan);
      connectedCallback() {
        this.#observer.observe(this, {
          attributes: true,
          characterData: true,
          childList: true,
          subtree: true,
        });
        plan();
      }
      disconnectedCallback() {
        this.#observer.disconnect();
        plan();
      }
    };
  };

  /** Leaves alone what is defined already: the app may bring components of its own. */
  parts.define = (name, elementClass) => {
    if (!customElements.get(name)) {
      customElements.define(name, elementClass);
    }
  };

  parts.styleSheet = (text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  };
})(window.__adminStandIn);
