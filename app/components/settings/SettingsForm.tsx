import { Banner, BlockStack, Checkbox, FormLayout, Select, TextField } from '@shopify/polaris';
import { isHopelessSender } from '../editor/campaign-form.ts';
import { Section } from '../Section.tsx';
import { settingsTexts as t } from '../texts/settings.ts';
import type { SettingsDraft, SettingsProblems } from './settings-form.ts';

type Props = {
  draft: SettingsDraft;
  /** What to show; nothing before a field was left or saving was tried. */
  problems: SettingsProblems;
  timeZones: string[];
  refused: boolean;
  onChange: (change: Partial<SettingsDraft>) => void;
  onLeave: (field: keyof SettingsProblems) => void;
};

export function SettingsForm({ draft, problems, timeZones, refused, onChange, onLeave }: Props) {
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
    </BlockStack>
  );
}
