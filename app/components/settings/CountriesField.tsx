import { BlockStack, ChoiceList } from '@shopify/polaris';
import { Section } from '../Section.tsx';
import { settingsTexts as t } from '../texts/settings.ts';
import { COUNTRIES } from './countries.ts';

type Props = {
  /** Null: every country that has a price. */
  allowed: string[] | null;
  homeCountry: string;
  error: string | undefined;
  onChange: (allowed: string[] | null) => void;
};

/** Where a shop's texts may go: a guard against numbers somewhere expensive that somebody signs up by the thousand. */
export function CountriesField({ allowed, homeCountry, error, onChange }: Props) {
  return (
    <Section title={t.countriesTitle}>
      <BlockStack gap="300">
        <ChoiceList
          title={t.countriesTitle}
          titleHidden
          choices={[
            { value: 'all', label: t.everyCountry },
            { value: 'some', label: t.onlyThese, helpText: t.onlyTheseHelp },
          ]}
          selected={[allowed === null ? 'all' : 'some']}
          onChange={([choice]) => onChange(choice === 'all' ? null : [homeCountry])}
        />
        {allowed === null ? null : (
          <div style={{ maxHeight: '16rem', overflowY: 'auto' }}>
            <ChoiceList
              title={t.countries}
              allowMultiple
              choices={COUNTRIES}
              selected={allowed}
              onChange={(chosen) => onChange([...chosen].sort())}
              {...(error === undefined ? {} : { error })}
            />
          </div>
        )}
      </BlockStack>
    </Section>
  );
}
