/** Session tokens from the admin, and documents that need one in their address. */
((parts) => {
  const nativeFetch = window.fetch.bind(window);
  parts.nativeFetch = nativeFetch;

  /** A token lives 60 s; one that is younger than this still has time to reach the server. */
  const FRESH_MS = 50_000;
  let current;

  const request = async () => {
    const { adminOrigin, shop } = parts.session;
    const query = shop ? `?shop=${encodeURIComponent(shop)}` : '';
    const response = await nativeFetch(`${adminOrigin}/session-token${query}`);
    const body = await response.json();
    if (!response.ok) {
      throw new Error(`The admin gave no session token: ${body.error}`);
    }
    return body.token;
  };

  /** The session token; requests at the same time share one. `renew` asks for a new one in any case. */
  parts.idToken = ({ renew = false } = {}) => {
    if (renew || !current || performance.now() - current.at > FRESH_MS) {
      const pending = { at: performance.now(), token: request() };
      pending.token.catch(() => {
        if (current === pending) {
          current = undefined;
        }
      });
      current = pending;
    }
    return current.token;
  };

  /** Loads a page of the app as the admin would, with a new token. */
  parts.openDocument = async (href, { replace = false } = {}) => {
    const url = parts.documentUrl(href);
    if (url.origin === location.origin) {
      url.searchParams.set('id_token', await parts.idToken({ renew: true }));
    }
    location[replace ? 'replace' : 'assign'](url.href);
  };

  // The library's bounce page: a document came without a good token (a reload, a bookmark), was sent here, and wants to
  // be loaded again with one. Only to the app itself: the address is in the query, where anybody can write it.
  const { reloadUrl } = parts.session;
  parts.isBouncing = reloadUrl !== null && new URL(reloadUrl, location.href).origin === location.origin;
  if (parts.isBouncing) {
    parts.openDocument(reloadUrl, { replace: true }).catch((error) => {
      document.body.textContent = String(error.message);
    });
  }
})(window.__adminStandIn);
