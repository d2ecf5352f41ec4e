import { BlockStack, ChoiceList, FormLayout, InlineError, Text, TextField } from '@shopify/polaris';
import { memo, useState } from 'react';
import { type Discount, tidyDiscount } from '../../core/discounts/discount.ts';
import { sampleDiscountCode } from '../../core/discounts/discount-code.ts';
import { discountTexts as t } from '../texts/discounts.ts';

type Props = {
  discount: Discount | undefined;
  error: string | undefined;
  onChange: (discount: Discount | undefined) => void;
  onLeave: () => void;
};

const first: Discount = { prefix: 'SALE', kind: 'percentage', value: 10, endsOn: null };

/** What the codes of a campaign give, or that it has none. */
export const DiscountField = memo(function DiscountField({ discount, error, onChange, onLeave }: Props) {
  return (
    <BlockStack gap="300">
      <ChoiceList
        title={t.title}
        titleHidden
        choices={[
          { value: 'none', label: t.none, helpText: t.noneHelp },
          { value: 'percentage', label: t.percentage },
          { value: 'amount', label: t.amount },
        ]}
        selected={[discount?.kind ?? 'none']}
        onChange={([kind]) =>
          onChange(kind === 'percentage' || kind === 'amount' ? { ...(discount ?? first), kind } : undefined)
        }
      />
      {discount === undefined ? null : (
        <DiscountTerms discount={discount} onChange={onChange} onLeave={onLeave} />
      )}
      {error === undefined ? null : <InlineError message={error} fieldID="discount" />}
    </BlockStack>
  );
});

function DiscountTerms({
  discount,
  onChange,
  onLeave,
}: {
  discount: Discount;
  onChange: (discount: Discount) => void;
  onLeave: () => void;
}) {
  // As it was typed: "4." is on the way to 4.50.
  const [typed, setTyped] = useState(String(discount.value));
  const { prefix, kind, endsOn } = discount;
  const value = Object.is(readNumber(typed), discount.value) ? typed : String(discount.value);
  return (
    <FormLayout>
      <Text as="p" tone="subdued">
        {t.codesHelp}
      </Text>
      <FormLayout.Group>
        <TextField
          label={t.prefix}
          value={prefix}
          onChange={(text) => onChange({ ...discount, prefix: text })}
          onBlur={onLeave}
          helpText={t.prefixHelp(sampleDiscountCode(tidyDiscount(discount).prefix))}
          maxLength={10}
          autoComplete="off"
          spellCheck={false}
        />
        <TextField
          label={kind === 'percentage' ? t.percent : t.money}
          value={value}
          onChange={(text) => {
            setTyped(text);
            onChange({ ...discount, value: readNumber(text) });
          }}
          onBlur={onLeave}
          inputMode="decimal"
          autoComplete="off"
        />
      </FormLayout.Group>
      <TextField
        label={t.endsOn}
        type="date"
        value={endsOn ?? ''}
        onChange={(day) => onChange({ ...discount, endsOn: day === '' ? null : day })}
        onBlur={onLeave}
        helpText={t.endsOnHelp}
        autoComplete="off"
      />
    </FormLayout>
  );
}

/** Also as it is written where a comma stands before the cents; not a number for anything else. */
const readNumber = (text: string): number =>
  text.trim() === '' ? Number.NaN : Number(text.replace(',', '.'));
