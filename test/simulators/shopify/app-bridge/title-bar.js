/** `ui-title-bar`: its title and buttons appear in the admin's title bar; the page's own are clicked for real. */
((parts) => {
  const { make, chrome, standInFor } = parts;
  const isControl = (element) => element.matches('button, a');

  /** Buttons of a title bar, in order: secondary ones, menus, the primary one. */
  parts.titleBarButtons = (titleBar) => {
    const children = [...titleBar.children];
    const controls = children.filter(isControl).filter((one) => one.getAttribute('variant') !== 'breadcrumb');
    const isPrimary = (one) => one.getAttribute('variant') === 'primary';
    const menus = children
      .filter((child) => child.matches('section'))
      .map((section) =>
        make(
          'details',
          {},
          make('summary', { class: 'button', text: `${section.getAttribute('label') ?? '…'} ▾` }),
          make('div', {}, ...[...section.children].filter(isControl).map((one) => standInFor(one))),
        ),
      );
    return [
      ...controls.filter((one) => !isPrimary(one)).map((one) => standInFor(one)),
      ...menus,
      ...controls.filter(isPrimary).map((one) => standInFor(one)),
    ];
  };

  const draw = () => {
    const titleBar = [...document.querySelectorAll('ui-title-bar')]
      .filter((one) => !one.closest('ui-modal'))
      .at(-1);
    const breadcrumb = titleBar?.querySelector('[variant="breadcrumb"]');
    chrome.titleBar.replaceChildren(
      ...(breadcrumb
        ? [standInFor(breadcrumb, { variant: 'plain', label: `← ${breadcrumb.textContent.trim()}` })]
        : []),
      make('span', { class: 'title app', text: titleBar?.getAttribute('title') || 'Sendbook' }),
      make('div', { class: 'actions' }, ...(titleBar ? parts.titleBarButtons(titleBar) : [])),
    );
  };
  draw();
  parts.define('ui-title-bar', parts.describingElement(draw));
})(window.__adminStandIn);
