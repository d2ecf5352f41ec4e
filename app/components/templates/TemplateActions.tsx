import { ButtonGroup } from '@shopify/polaris';
import { memo } from 'react';
import { SaveAsTemplate } from './SaveAsTemplate.tsx';
import { UseTemplate } from './UseTemplate.tsx';

type Props = {
  /** What stands in the editor now. */
  body: string;
  name: string;
  onUse: (body: string) => void;
};

/** From templates into a campaign's text, and back. */
export const TemplateActions = memo(function TemplateActions({ body, name, onUse }: Props) {
  return (
    <ButtonGroup>
      <UseTemplate replaces={body.trim() !== ''} onUse={onUse} />
      <SaveAsTemplate body={body} name={name} />
    </ButtonGroup>
  );
});
