/** How the admin looks: once for the page around the app, once for the shadow tree of what is drawn. */
((parts) => {
  /** What describes the admin is not part of the page, also in a frame. */
  parts.pageStyles = parts.styleSheet(`
    ui-nav-menu, s-app-nav, ui-title-bar, ui-save-bar { display: none !important; }
    ui-modal { display: contents; }
  `);

  /** Room for what is drawn around a top-level page. */
  parts.roomStyles = parts.styleSheet(`
    html { box-sizing: border-box; padding: 104px 0 0 240px; background: #f1f1f1; }
    @media (max-width: 767px) { html { padding-left: 0; } }
    @media print { html { padding: 0; } }
  `);

  parts.dialogStyles = `
    dialog { border: 0; border-radius: 16px; padding: 0; color: #303030; background: #fff; max-height: 90vh;
      width: min(380px, calc(100vw - 24px)); box-shadow: 0 8px 40px #0006; font: 13px/1.5 Inter, system-ui, sans-serif; }
    dialog[open] { display: flex; flex-direction: column; }
    dialog.base { width: min(620px, calc(100vw - 24px)); }
    dialog.large { width: min(980px, calc(100vw - 24px)); }
    dialog.max { width: calc(100vw - 24px); height: 94vh; max-height: none; }
    dialog::backdrop { background: #0009; }
    dialog .header { display: flex; align-items: center; justify-content: space-between; gap: 8px; padding: 12px 16px;
      background: #f3f3f3; font-weight: 650; font-size: 14px; }
    dialog h2 { font: inherit; margin: 0; overflow-wrap: anywhere; }
    dialog .content { overflow: auto; } dialog .content.padded { padding: 16px; }
    dialog iframe { border: 0; display: block; width: 100%; height: 60vh; }
    dialog footer { display: flex; justify-content: flex-end; gap: 8px; padding: 12px 16px; border-top: 1px solid #e3e3e3; }
    dialog footer:empty { display: none; }
  `;

  parts.buttonStyles = `
    .button { border: 0; border-radius: 8px; padding: 6px 12px; min-height: 28px; background: #fff; color: #303030; cursor: pointer;
      font: 550 12px/1.3 Inter, system-ui, sans-serif; box-shadow: 0 0 0 1px #0003 inset, 0 -1px 0 #0003 inset; }
    .button:hover { background: #f7f7f7; }
    .button.primary { background: #303030; color: #fff; box-shadow: none; } .button.primary:hover { background: #1a1a1a; }
    .button.critical { background: #c70a24; color: #fff; box-shadow: none; }
    .button:disabled { background: #ebebeb; color: #767676; box-shadow: none; cursor: default; }
    .button.plain { background: none; box-shadow: none; color: inherit; }
    :focus-visible { outline: 2px solid #005bd3; outline-offset: 1px; }
    @media (max-width: 767px) { .button { min-height: 36px; } }
  `;

  parts.chromeStyles = parts.styleSheet(`
    :host { all: initial; font: 13px/1.4 Inter, system-ui, sans-serif; color: #303030; }
    * { box-sizing: border-box; }
    [hidden] { display: none !important; }
    ${parts.buttonStyles}
    ${parts.dialogStyles}
    .topbar { position: absolute; inset: 0 0 auto; height: 56px; background: #1a1a1a; color: #e3e3e3; display: flex;
      align-items: center; gap: 8px; padding: 0 16px; z-index: 510; }
    .topbar .mark { font-weight: 700; letter-spacing: .01em; }
    .topbar .shop { margin-left: auto; background: #303030; border-radius: 8px; padding: 6px 10px; font-weight: 550;
      min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .menu { display: none; background: none; border: 0; color: inherit; font-size: 20px; line-height: 1; padding: 10px; border-radius: 8px; }
    nav { position: fixed; inset: 0 auto 0 0; width: 240px; background: #ebebeb; padding: 68px 12px 12px; overflow: auto; z-index: 505; }
    nav a { display: block; border-radius: 8px; padding: 5px 10px; margin: 1px 0; color: #303030; text-decoration: none; font-weight: 550; }
    nav a:hover { background: #f1f1f1; } nav a[aria-current] { background: #fafafa; font-weight: 650; }
    nav .group { color: #616161; font-size: 12px; font-weight: 550; padding: 16px 10px 4px; }
    nav .inner a { padding-left: 38px; font-weight: 450; } nav .inner a[aria-current] { font-weight: 650; }
    .app::before { content: ''; display: inline-block; width: 18px; height: 18px; border-radius: 5px; background: #0b6e4f; margin-right: 10px; vertical-align: -4px; }
    .scrim { display: none; }
    .titlebar { position: absolute; top: 56px; left: 240px; right: 0; height: 48px; background: #fff; border-bottom: 1px solid #e3e3e3;
      display: flex; align-items: center; gap: 8px; padding: 0 16px; z-index: 500; }
    .titlebar .title { font-weight: 650; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .titlebar .actions { margin-left: auto; display: flex; align-items: center; gap: 8px; flex: none; }
    details { position: relative; } summary { list-style: none; } summary::-webkit-details-marker { display: none; }
    details > div { position: absolute; right: 0; top: 34px; background: #fff; border-radius: 12px; padding: 6px; min-width: 160px;
      box-shadow: 0 4px 16px #0003, 0 0 0 1px #0001; display: grid; }
    details .button { box-shadow: none; text-align: left; }
    .savebar { position: fixed; inset: 0 0 auto; height: 56px; background: #1a1a1a; color: #e3e3e3; display: flex; align-items: center;
      justify-content: center; gap: 8px; padding: 0 16px; z-index: 520; }
    .savebar .message { font-weight: 550; margin-right: auto; }
    .savebar .button { background: #4a4a4a; color: #fff; box-shadow: none; }
    .savebar .button.primary { background: #fff; color: #303030; } .savebar .button:disabled { background: #3a3a3a; color: #9a9a9a; }
    .savebar.refuses { animation: refuse .3s linear; }
    @keyframes refuse { 25% { transform: translateX(-6px); } 75% { transform: translateX(6px); } }
    @media (prefers-reduced-motion: reduce) { .savebar.refuses { animation: none; outline: 2px solid #fff; outline-offset: -4px; } }
    .toasts { position: fixed; inset: auto 0 24px; display: flex; flex-direction: column; align-items: center; gap: 8px; pointer-events: none; z-index: 530; }
    .toast { pointer-events: auto; background: #1a1a1a; color: #e3e3e3; border-radius: 8px; padding: 6px 6px 6px 14px; display: flex; align-items: center;
      gap: 8px; max-width: calc(100vw - 32px); box-shadow: 0 4px 16px #0006; font-weight: 550; }
    .toast.error { background: #8e0b21; color: #fff; }
    .toast .button { background: none; box-shadow: none; color: inherit; text-decoration: underline; }
    .toast .dismiss { text-decoration: none; }
    .loading { position: fixed; inset: 0 0 auto; height: 3px; z-index: 540; background: linear-gradient(90deg, #0000, #36c98f, #0000) 0 / 50% 100%; animation: load 1s linear infinite; }
    @keyframes load { from { background-position: -100% 0; } to { background-position: 200% 0; } }
    @media (max-width: 767px) {
      .menu { display: block; } .topbar { padding: 0 8px; } .titlebar { left: 0; }
      nav { visibility: hidden; transform: translateX(-100%); transition: transform .15s, visibility .15s; width: 280px; z-index: 516; padding-top: 12px; }
      nav.open { visibility: visible; transform: none; } nav a { padding-top: 10px; padding-bottom: 10px; }
      .scrim.open { display: block; position: fixed; inset: 0; background: #0008; z-index: 515; }
    }
    @media print { :host { display: none; } }
  `);
})(window.__adminStandIn);
