/** A page of the tiny app: every element App Bridge knows, and a router of five lines in place of Remix. */
export function page(apiKey: string, appBridgeUrl: string, path: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="shopify-api-key" content="${apiKey}">
<script src="${appBridgeUrl}"></script>
<title>Tiny app</title>
<style>body { margin: 0; padding: 16px; font: 14px/1.4 system-ui; } main { background: #fff; border-radius: 12px; padding: 16px; }</style>
</head>
<body>
<ui-nav-menu>
  <a href="/app" rel="home">Home</a>
  <a href="/app/campaigns">Campaigns</a>
  <a href="/app/contacts">Contacts</a>
  <a href="/app/credits">Credits</a>
</ui-nav-menu>
<ui-title-bar title="Campaigns">
  <button id="export" onclick="note('exported')">Export</button>
  <button id="create" variant="primary" onclick="note('created')">Create campaign</button>
</ui-title-bar>
<ui-save-bar id="changes">
  <button variant="primary" onclick="note('saved'); shopify.saveBar.hide('changes')"></button>
  <button onclick="note('discarded'); shopify.saveBar.hide('changes')"></button>
</ui-save-bar>
<ui-modal id="confirm">
  <p style="padding: 0 16px">Send to 771 people?</p>
  <label style="padding: 16px">Your name <input id="name"></label>
  <ui-title-bar title="Send campaign">
    <button variant="primary" onclick="note('sent'); shopify.modal.hide('confirm')">Send</button>
    <button onclick="shopify.modal.hide('confirm')">Back</button>
  </ui-title-bar>
</ui-modal>
<main>
  <h1 id="path">${path}</h1>
  <p><a href="/app/contacts">A plain link</a> · <button id="opener" onclick="shopify.modal.show('confirm')">Open modal</button></p>
  <p id="note"></p>
  <p>${'Lorem ipsum dolor sit amet, consectetur adipiscing elit. '.repeat(20)}</p>
</main>
<script>
  const note = (text) => { document.getElementById('note').textContent = text; };
  window.documentId = Math.random();
  addEventListener('shopify:navigate', (event) => {
    history.pushState({}, '', event.target.getAttribute('href'));
    document.getElementById('path').textContent = event.target.getAttribute('href');
  });
</script>
</body>
</html>
`;
}
