import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Wording } from '../../core/messaging/wording.ts';
import {
  type CampaignField,
  type CampaignProblems,
  type CampaignValues,
  checkCampaign,
  isHopelessSender,
  sameCampaign,
} from './campaign-form.ts';

/**
 * The state of the editor. A problem is shown when its field has been left, or when saving was tried; what the server
 * found stays until that field is changed.
 */
export function useCampaignForm(
  initial: CampaignValues,
  found: CampaignProblems | undefined,
  { optOutLine, linkDomain, mergeFields }: Wording,
) {
  const [values, setValues] = useState(initial);
  const [left, setLeft] = useState<ReadonlySet<CampaignField>>(new Set());
  const [tried, setTried] = useState(false);
  const [fromServer, setFromServer] = useState<CampaignProblems>({});
  useEffect(() => setFromServer(found ?? {}), [found]);

  const dirty = !sameCampaign(values, initial);
  const problems = useMemo(
    () => checkCampaign(values, { optOutLine, linkDomain, mergeFields }),
    [values, optOutLine, linkDomain, mergeFields],
  );

  const set = useCallback(<Field extends CampaignField>(field: Field, value: CampaignValues[Field]) => {
    setValues((current) => ({ ...current, [field]: value }));
    setFromServer(({ [field]: _cured, ...rest }) => rest);
  }, []);
  const leave = useCallback((field: CampaignField) => setLeft((current) => new Set(current).add(field)), []);
  // The same functions every time: a field that has not changed is not rendered again with each key that is typed.
  const on = useMemo(() => {
    const handlersOf = <Field extends CampaignField>(field: Field) => ({
      change: (value: CampaignValues[Field]) => set(field, value),
      leave: () => leave(field),
    });
    return {
      name: handlersOf('name'),
      body: handlersOf('body'),
      sender: handlersOf('sender'),
      audience: handlersOf('audience'),
      discount: handlersOf('discount'),
      capitals: handlersOf('capitals'),
    };
  }, [set, leave]);

  const shown = (field: CampaignField): string | undefined => {
    const early = field === 'sender' && isHopelessSender(values.sender);
    return fromServer[field] ?? (tried || left.has(field) || early ? problems[field] : undefined);
  };
  return {
    values,
    dirty,
    shown,
    on,
    /** Shows every problem there is. @returns whether the campaign can be saved. */
    check(): boolean {
      setTried(true);
      return Object.keys(problems).length === 0;
    },
    discard() {
      setValues(initial);
      setLeft(new Set());
      setTried(false);
      setFromServer({});
    },
  };
}
