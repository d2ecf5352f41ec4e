import type { Charge, Price } from '../admin-api/billing-book.ts';
import type { DemoShop } from '../demo-shop.ts';

/** The page on which a merchant decides about a charge. Everything in it that the app wrote is escaped. */
export function chargePage({ domain }: DemoShop, charge: Charge): string {
  const decided = charge.status === 'PENDING' ? '' : `<p>This charge is ${charge.status.toLowerCase()}.</p>`;
  const path = `/admin/charges/${domain}/${charge.kind}/${charge.id.split('/').at(-1)}`;
  const lines = charge.kind === 'purchase' ? [money(charge.price)] : linesOf(charge);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Approve charge · admin stand-in</title>
<style>
  body { margin: 0; background: #f1f1f1; color: #303030; font: 14px/1.45 Inter, system-ui, sans-serif; }
  header { background: #1a1a1a; color: #fff; padding: 16px 20px; font-weight: 600; }
  main { max-width: 560px; margin: 32px auto; padding: 0 16px; }
  section { background: #fff; border-radius: 12px; box-shadow: 0 1px 0 #0002, 0 0 0 1px #0001; padding: 20px; }
  h1 { font-size: 20px; } form { display: inline-block; margin: 12px 8px 0 0; }
  button { border: 0; border-radius: 8px; background: #303030; color: #fff; cursor: pointer; font: inherit;
    font-weight: 550; padding: 8px 14px; }
  button.plain { background: #e3e3e3; color: #303030; }
</style>
<header>${domain}</header>
<main>
  <h1>Approve charge</h1>
  <section>
    <h2>${escaped(charge.name)}</h2>
    ${lines.map((line) => `<p>${escaped(line)}</p>`).join('\n    ')}
    ${charge.test ? '<p>This is a test. You will not be billed.</p>' : ''}
    ${decided}
    <form method="post" action="${path}/approve"><button>Approve</button></form>
    <form method="post" action="${path}/decline"><button class="plain">Decline</button></form>
  </section>
</main>
</html>
`;
}

function linesOf({ recurring, usage }: Extract<Charge, { kind: 'subscription' }>): string[] {
  return [
    ...(recurring === null ? [] : [`${money(recurring.price)} every 30 days`]),
    ...(usage === null ? [] : [`Usage up to ${money(usage.cap)} every 30 days. ${usage.terms}`]),
  ];
}

const money = ({ amount, currencyCode }: Price): string => `${Number(amount).toFixed(2)} ${currencyCode}`;

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
