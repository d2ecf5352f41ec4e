/** `fetch` to the app itself carries the session token, as with the real App Bridge. */
((parts) => {
  const { nativeFetch } = parts;
  const RETRY = 'X-Shopify-Retry-Invalid-Session-Request';
  const REAUTHORIZE = 'X-Shopify-API-Request-Failure-Reauthorize-Url';

  const withToken = (request, token) => {
    const headers = new Headers(request.headers);
    headers.set('Authorization', `Bearer ${token}`);
    return new Request(request, { headers });
  };

  window.fetch = async function fetchWithSessionToken(input, init) {
    const request = new Request(input, init);
    const isOwn = new URL(request.url, location.href).origin === location.origin;
    if (!isOwn || request.headers.has('Authorization')) {
      return nativeFetch(input, init);
    }
    // A body can be read once; the copy is for the second try.
    const again = request.clone();
    let response = await nativeFetch(withToken(request, await parts.idToken()));
    if (response.status === 401 && response.headers.has(RETRY)) {
      response = await nativeFetch(withToken(again, await parts.idToken({ renew: true })));
    }
    const reauthorizeUrl = response.headers.get(REAUTHORIZE);
    if (reauthorizeUrl) {
      window.open(new URL(reauthorizeUrl, location.href).href, '_top');
    }
    return response;
  };
})(window.__adminStandIn);
