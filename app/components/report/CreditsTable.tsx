import { formatNumber } from '../formats.ts';
import { PlainTable } from '../PlainTable.tsx';
import { reportTexts as t } from '../texts/report.ts';

/** quoted = held + spent + released; refunded is a part of spent that came back. */
export type CampaignCredits = {
  quoted: number;
  held: number;
  spent: number;
  released: number;
  refunded: number;
};

export const netCredits = ({ spent, refunded }: CampaignCredits): number => spent - refunded;

/** What became of the credits that were set aside. */
export function CreditsTable({ credits }: { credits: CampaignCredits }) {
  const row = (key: keyof CampaignCredits, label: string, sign = '') => ({
    key,
    cells: [label, `${credits[key] === 0 ? '' : sign}${formatNumber(credits[key])}`],
  });
  return (
    <PlainTable
      caption={t.creditsCaption}
      columns={[{ title: t.movement }, { title: t.amount, numeric: true }]}
      rows={[
        row('quoted', t.creditsQuoted),
        row('held', t.creditsHeld),
        row('released', t.creditsReleased),
        row('spent', t.creditsSpent),
        row('refunded', t.creditsRefunded, '−'),
      ]}
      total={[t.creditsNet, formatNumber(netCredits(credits))]}
    />
  );
}
