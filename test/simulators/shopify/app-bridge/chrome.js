/** The admin around the page: top bar, left navigation, title bar, and where save bar and toasts go. */
((parts) => {
  const { make, word, session } = parts;

  const nav = make('nav', { 'aria-label': 'Admin' });
  const scrim = make('div', { class: 'scrim', onclick: () => toggleMenu(false) });
  const menu = make('button', {
    type: 'button',
    class: 'menu',
    'aria-label': word('Menu'),
    'aria-expanded': 'false',
    text: '☰',
    onclick: () => toggleMenu(!nav.classList.contains('open')),
  });
  const topBar = make(
    'header',
    { class: 'topbar' },
    menu,
    make('span', { class: 'mark', text: 'admin stand-in' }),
    make('span', { class: 'shop', text: session.shop?.replace('.myshopify.com', '') ?? '' }),
  );
  const titleBar = make('section', { class: 'titlebar', 'aria-label': 'Title bar' });
  const saveBar = make('section', {
    class: 'savebar',
    'aria-label': word('Unsaved changes'),
    hidden: true,
  });
  const toasts = make('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' });
  const loading = make('div', {
    class: 'loading',
    role: 'progressbar',
    'aria-label': 'Loading',
    hidden: true,
  });

  function toggleMenu(open) {
    nav.classList.toggle('open', open);
    scrim.classList.toggle('open', open);
    menu.setAttribute('aria-expanded', String(open));
    if (open) {
      nav.querySelector('a')?.focus();
    }
  }
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && nav.classList.contains('open')) {
      toggleMenu(false);
      menu.focus();
    }
  });

  const host = make('div', { id: 'admin-stand-in' });
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [parts.chromeStyles];
  root.append(topBar, nav, scrim, titleBar, saveBar, toasts, loading);

  parts.chrome = { nav, titleBar, saveBar, toasts, loading, root, closeMenu: () => toggleMenu(false) };

  // Adopted style sheets are no nodes: hydration does not see them, and a content security policy does not mind them.
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, parts.pageStyles];
  if (!session.isTopLevel || parts.isBouncing) {
    return;
  }
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, parts.roomStyles];

  // At the end of body React tolerates an element that is not its own; where hydration fails it draws the document
  // anew, without it. So it is put back whenever it is gone.
  const putBack = () => {
    if (document.body && host.parentNode !== document.body) {
      document.body.append(host);
    }
  };
  const start = () => {
    putBack();
    new MutationObserver(putBack).observe(document, { childList: true, subtree: true });
  };
  if (document.readyState === 'loading') {
    addEventListener('DOMContentLoaded', start);
  } else {
    start();
  }
})(window.__adminStandIn);
