/** `window.shopify`, with the members of @shopify/app-bridge-types 0.7 `ShopifyGlobal`. */
((parts) => {
  const { session } = parts;

  const lacking = (name) => () =>
    Promise.reject(
      new Error(`shopify.${name} is not part of the admin stand-in: try it in a development store.`),
    );

  let adminSession;
  const askAdmin = () => {
    adminSession ??= parts
      .nativeFetch(`${session.adminOrigin}/admin-session`)
      .then((response) => response.json());
    return adminSession;
  };

  /** `modal.show('id')` and the like, for elements of one kind. */
  const elementCall = (selector, method) => async (id) => {
    const element = document.getElementById(id);
    if (!element?.matches(selector)) {
      throw new Error(`There is no <${selector} id="${id}"> on this page.`);
    }
    await element[method]();
  };

  window.shopify = {
    config: {
      apiKey: session.apiKey,
      appOrigins: [],
      debug: {},
      disabledFeatures: [],
      experimentalFeatures: [],
      host: session.host,
      locale: session.locale,
      shop: session.shop,
    },
    origin: session.adminOrigin,
    ready: Promise.resolve(),
    setSignals() {},
    environment: { mobile: false, embedded: true, pos: false, intent: false },
    loading(isLoading = true) {
      parts.chrome.loading.hidden = !isLoading;
    },
    idToken: () => parts.idToken(),
    user: async () => {
      const { user } = await askAdmin();
      return { id: user.id, name: user.name, email: user.email, accountAccess: 'full' };
    },
    toast: parts.toast,
    modal: {
      show: elementCall('ui-modal', 'show'),
      hide: elementCall('ui-modal', 'hide'),
      toggle: elementCall('ui-modal', 'toggle'),
    },
    saveBar: {
      show: elementCall('ui-save-bar', 'show'),
      hide: elementCall('ui-save-bar', 'hide'),
      toggle: elementCall('ui-save-bar', 'toggle'),
      leaveConfirmation: parts.saveBar.leaveConfirmation,
    },
    scopes: {
      query: async () => (await askAdmin()).scopes,
      request: lacking('scopes.request'),
      revoke: lacking('scopes.revoke'),
    },
    app: { extensions: async () => [] },
    webVitals: { onReport: async () => {} },
    support: { registerHandler: async () => {} },
    tools: { register: () => () => {}, unregister() {}, clear() {} },
    resourcePicker: lacking('resourcePicker'),
    picker: lacking('picker'),
    scanner: { capture: lacking('scanner.capture') },
    intents: { request: lacking('intents.request'), invoke: lacking('intents.invoke') },
    reviews: { request: lacking('reviews.request') },
    shopifyQL: { query: lacking('shopifyQL.query') },
    pos: {},
  };
})(window.__adminStandIn);
