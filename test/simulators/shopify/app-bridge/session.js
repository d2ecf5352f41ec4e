/**
 * Who and where we are: the shop, the app's key, and the admin that served this script. Every part of the script
 * hangs what it offers on `parts`; routes/app-bridge.ts joins them in order.
 */
((parts) => {
  const script = document.currentScript;
  const params = new URLSearchParams(location.search);

  /** A full load without parameters (a plain link) still knows its shop, as a frame of the admin would. */
  const remembered = (name) => {
    const value = params.get(name);
    try {
      if (value) {
        sessionStorage.setItem(`admin:${name}`, value);
      }
      return value ?? sessionStorage.getItem(`admin:${name}`) ?? undefined;
    } catch {
      return value ?? undefined;
    }
  };

  parts.session = {
    adminOrigin: new URL(script.src).origin,
    apiKey: document.querySelector('meta[name="shopify-api-key"]')?.content ?? script.dataset.apiKey ?? '',
    shop: remembered('shop'),
    host: remembered('host'),
    locale: remembered('locale') ?? 'en',
    reloadUrl: params.get('shopify-reload'),
    isTopLevel: window.top === window,
  };

  const WORDS = {
    en: {},
    el: {
      Home: 'Αρχική',
      Orders: 'Παραγγελίες',
      Customers: 'Πελάτες',
      Apps: 'Εφαρμογές',
      Menu: 'Μενού',
      Save: 'Αποθήκευση',
      Discard: 'Απόρριψη',
      Close: 'Κλείσιμο',
      'Unsaved changes': 'Μη αποθηκευμένες αλλαγές',
      'Leave page with unsaved changes?': 'Έξοδος με μη αποθηκευμένες αλλαγές;',
      'Leaving this page will delete all unsaved changes.':
        'Αν φύγετε από τη σελίδα, οι μη αποθηκευμένες αλλαγές θα χαθούν.',
      Stay: 'Παραμονή',
      'Leave page': 'Έξοδος',
      'Discard all unsaved changes': 'Απόρριψη όλων των αλλαγών',
      'If you discard changes, you’ll delete any edits you made since you last saved.':
        'Ό,τι αλλάξατε μετά την τελευταία αποθήκευση θα χαθεί.',
      'Continue editing': 'Συνέχεια επεξεργασίας',
      'Discard changes': 'Απόρριψη αλλαγών',
    },
  };
  /** The admin's own words in the admin's language. */
  parts.word = (text) => WORDS[parts.session.locale.slice(0, 2)]?.[text] ?? text;

  /** `href` with what authenticate.admin asks of a document: shop, host, embedded. Foreign addresses stay as they are. */
  parts.documentUrl = (href) => {
    const url = new URL(href, location.href);
    if (url.origin === location.origin) {
      const { shop, host, locale } = parts.session;
      for (const [name, value] of Object.entries({ embedded: '1', shop, host, locale })) {
        if (value && !url.searchParams.has(name)) {
          url.searchParams.set(name, value);
        }
      }
    }
    return url;
  };

  // In the real admin a reload comes from the outer page, which adds the parameters again. Here the app's own address
  // is what gets reloaded, so it keeps them through client-side navigation.
  for (const method of ['pushState', 'replaceState']) {
    const original = history[method];
    history[method] = function keepParameters(state, unused, url) {
      const kept = url === undefined || url === null ? url : parts.documentUrl(url).href;
      original.call(this, state, unused, kept);
      dispatchEvent(new Event('admin:locationchange'));
    };
  }
})(window.__adminStandIn);
