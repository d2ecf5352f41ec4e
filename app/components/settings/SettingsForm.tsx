import { Banner, BlockStack, Checkbox, FormLayout, Select, TextField } from '@shopify/polaris';
import { isHopelessSender } from '../editor/campaign-form.ts';
import { Section } from '../Section.tsx';
import { settingsTexts as t } from '../texts/settings.ts';
import { CountriesField } from './CountriesField.tsx';
import { LinkDomainState, type ShownDomain } from './LinkDomainState.tsx';
import { MergeFields } from './MergeFields.tsx';
import { SendersByCountry } from './SendersByCountry.tsx';
import type { SettingsDraft, SettingsProblems } from './settings-form.ts';

type Props = {
  draft: SettingsDraft;
  /** What to show; nothing before a field was left or saving was tried. */
  problems: SettingsProblems;
  timeZones: string[];
  refused: boolean;
  homeCountry: string;
  /** Where links of texts begin as long as she has no domain of her own. */
  linkDomain: string;
  savedDomain: ShownDomain | null;
  onChange: (change: Partial<SettingsDraft>) => void;
  onLeave: (field: keyof SettingsProblems) => void;
};

export function SettingsForm(props: Props) {
  const { draft, problems, timeZones, refused, homeCountry, linkDomain, savedDomain, onChange, onLeave } =
    props;
  return (
    <BlockStack gap="400">
      {refused ? <Banner tone="critical">{t.refused}</Banner> : null}
      <Section title={t.senderTitle}>
        <TextField
          label={t.sender}
          value={draft.sender}
          onChange={(sender) => {
            onChange({ sender });
            if (isHopelessSender(sender)) {
              onLeave('sender');
            }
          }}
          onBlur={() => onLeave('sender')}
          error={problems.sender ?? false}
          helpText={t.senderHelp}
          autoComplete="off"
          spellCheck={false}
        />
        <SendersByCountry
          senders={draft.senders}
          error={problems.senders}
          onChange={(senders) => onChange({ senders })}
        />
      </Section>
      <Section title={t.timeTitle}>
        <FormLayout>
          <Select
            label={t.timeZone}
            options={timeZones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
            value={draft.timeZone}
            onChange={(timeZone) => onChange({ timeZone })}
            error={problems.timeZone ?? false}
            helpText={t.timeZoneHelp}
          />
          <Checkbox
            label={t.quiet}
            checked={draft.quiet}
            onChange={(quiet) => onChange({ quiet })}
            helpText={t.quietHelp}
          />
          {draft.quiet ? (
            <FormLayout.Group condensed>
              <TextField
                type="time"
                label={t.quietFrom}
                value={draft.quietFrom}
                onChange={(quietFrom) => onChange({ quietFrom })}
                onBlur={() => onLeave('quietFrom')}
                error={problems.quietFrom ?? false}
                autoComplete="off"
              />
              <TextField
                type="time"
                label={t.quietUntil}
                value={draft.quietUntil}
                onChange={(quietUntil) => onChange({ quietUntil })}
                onBlur={() => onLeave('quietUntil')}
                error={problems.quietUntil ?? false}
                autoComplete="off"
              />
            </FormLayout.Group>
          ) : null}
        </FormLayout>
      </Section>
      <Section title={t.limitsTitle}>
        <FormLayout>
          <TextField
            label={t.cap}
            value={draft.capHours}
            onChange={(capHours) => onChange({ capHours })}
            onBlur={() => onLeave('capHours')}
            error={problems.capHours ?? false}
            helpText={t.capHelp}
            suffix={t.capUnit}
            inputMode="numeric"
            autoComplete="off"
          />
          <TextField
            label={t.maxCredits}
            value={draft.maxCreditsPerText}
            onChange={(maxCreditsPerText) => onChange({ maxCreditsPerText })}
            onBlur={() => onLeave('maxCreditsPerText')}
            error={problems.maxCreditsPerText ?? false}
            helpText={t.maxCreditsHelp}
            suffix={t.maxCreditsUnit}
            inputMode="numeric"
            autoComplete="off"
          />
        </FormLayout>
      </Section>
      <Section title={t.textsTitle}>
        <FormLayout>
          <TextField
            label={t.optOutLine}
            value={draft.optOutLine}
            onChange={(optOutLine) => onChange({ optOutLine })}
            onBlur={() => onLeave('optOutLine')}
            error={problems.optOutLine ?? false}
            helpText={t.optOutLineHelp}
            autoComplete="off"
          />
          <TextField
            label={t.linkDomain}
            value={draft.ownLinkDomain}
            onChange={(ownLinkDomain) => onChange({ ownLinkDomain })}
            onBlur={() => onLeave('ownLinkDomain')}
            error={problems.ownLinkDomain ?? false}
            placeholder={linkDomain}
            helpText={t.linkDomainHelp(linkDomain)}
            autoComplete="off"
            spellCheck={false}
          />
          {savedDomain !== null && savedDomain.domain === draft.ownLinkDomain.trim().toLowerCase() && (
            <LinkDomainState saved={savedDomain} common={linkDomain} />
          )}
        </FormLayout>
      </Section>
      <MergeFields
        fields={draft.mergeFields}
        error={problems.mergeFields}
        onChange={(mergeFields) => onChange({ mergeFields })}
      />
      <CountriesField
        allowed={draft.allowedCountries}
        homeCountry={homeCountry}
        error={problems.allowedCountries}
        onChange={(allowedCountries) => onChange({ allowedCountries })}
      />
      <Section title={t.testTitle}>
        <TextField
          label={t.testNumbers}
          value={draft.testNumbers}
          onChange={(testNumbers) => onChange({ testNumbers })}
          onBlur={() => onLeave('testNumbers')}
          error={problems.testNumbers ?? false}
          helpText={t.testNumbersHelp}
          multiline={2}
          inputMode="tel"
          autoComplete="off"
          spellCheck={false}
        />
      </Section>
    </BlockStack>
  );
}
