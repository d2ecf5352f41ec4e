/** `ui-nav-menu` and `s-app-nav`: their links stand under Apps in the left navigation. */
((parts) => {
  const { make, chrome, word, session } = parts;

  // The Remix AppProvider listens for shopify:navigate on window. Until it does (the page is not hydrated yet) a click
  // must load the page, or it would be lost.
  let listeners = 0;
  const count = (method, step) => {
    const original = window[method];
    window[method] = function counted(type, ...rest) {
      listeners += type === 'shopify:navigate' ? step : 0;
      return original.call(window, type, ...rest);
    };
  };
  count('addEventListener', 1);
  count('removeEventListener', -1);

  const follow = (link) => {
    chrome.closeMenu();
    if (parts.saveBar.refusesToLeave()) {
      return;
    }
    if (listeners > 0) {
      link.dispatchEvent(new Event('shopify:navigate', { bubbles: true, cancelable: true }));
    } else {
      parts.openDocument(link.getAttribute('href'));
    }
  };

  const links = () => [...document.querySelectorAll('ui-nav-menu a, s-app-nav a, s-app-nav s-link')];

  /** The link whose path is the longest beginning of this page's, so that a sub-page highlights its parent. */
  const currentOf = (candidates) => {
    const here = `${location.pathname}/`;
    const pathOf = (link) => new URL(link.getAttribute('href'), location.href).pathname.replace(/\/*$/, '/');
    return candidates
      .filter((link) => here.startsWith(pathOf(link)))
      .sort((a, b) => pathOf(b).length - pathOf(a).length)[0];
  };

  const draw = () => {
    const all = links().filter((link) => link.hasAttribute('href'));
    const home = all.find((link) => link.getAttribute('rel') === 'home');
    const shown = all.filter((link) => link !== home);
    const current = currentOf(all);
    const entry = (link, properties) =>
      make('a', {
        href: link.getAttribute('href'),
        'aria-current': link === current ? 'page' : undefined,
        onclick: (event) => {
          if (!event.metaKey && !event.ctrlKey) {
            event.preventDefault();
            follow(link);
          }
        },
        ...properties,
      });
    const adminHome = `${session.adminOrigin}/admin${session.shop ? `?shop=${session.shop}` : ''}`;
    const appLink = home
      ? entry(home, { class: 'app', text: 'Sendbook' })
      : make('a', { class: 'app', text: 'Sendbook', href: parts.documentUrl('/app').href });
    chrome.nav.replaceChildren(
      ...['Home', 'Orders', 'Customers'].map((name) => make('a', { href: adminHome, text: word(name) })),
      make('div', { class: 'group', text: word('Apps') }),
      appLink,
      make('div', { class: 'inner' }, ...shown.map((link) => entry(link, { text: link.textContent.trim() }))),
    );
  };
  queueMicrotask(draw);
  for (const type of ['popstate', 'admin:locationchange']) {
    addEventListener(type, draw);
  }
  parts.define('ui-nav-menu', parts.describingElement(draw));
  parts.define('s-app-nav', parts.describingElement(draw));
})(window.__adminStandIn);
