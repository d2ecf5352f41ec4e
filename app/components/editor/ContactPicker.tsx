import { useFetcher } from '@remix-run/react';
import { Autocomplete, Icon } from '@shopify/polaris';
import { SearchIcon } from '@shopify/polaris-icons';
import { useEffect, useRef, useState } from 'react';
import { editorTexts as t } from '../texts/editor.ts';
import type { Sample } from './preview-text.ts';

/** Long enough to finish a word, short enough to feel immediate. */
const PAUSE_MS = 300;

/** A customer to choose; the number tells apart those of one name. */
type Found = Sample & { phone?: string | null };

type Props = {
  label: string;
  /** Offered before anything is searched for. */
  samples: Sample[];
  chosen: Sample | undefined;
  onChoose: (contact: Sample) => void;
  helpText?: string;
};

/** Chooses any customer of the shop by her name or number. */
export function ContactPicker({ label, samples, chosen, onChoose, helpText }: Props) {
  // Undefined while nothing is being searched for: then the field shows who is chosen.
  const [typed, setTyped] = useState<string>();
  const { found, searching } = useContactSearch(typed?.trim() ?? '');
  const contacts: Found[] = typed === undefined || typed.trim() === '' ? samples : found;
  const name = chosen === undefined ? '' : nameOf(chosen);
  return (
    <Autocomplete
      options={contacts.map((contact) => ({ value: String(contact.id), label: describe(contact) }))}
      selected={chosen === undefined ? [] : [String(chosen.id)]}
      onSelect={([id]) => {
        const contact = contacts.find((one) => String(one.id) === id);
        if (contact !== undefined) {
          onChoose(contact);
        }
        setTyped(undefined);
      }}
      loading={searching}
      emptyState={searching ? null : t.noContactFound}
      textField={
        <Autocomplete.TextField
          label={label}
          value={typed ?? name}
          placeholder={name === '' ? t.searchContact : name}
          onChange={setTyped}
          onFocus={() => setTyped('')}
          onBlur={() => setTyped(undefined)}
          prefix={<Icon source={SearchIcon} />}
          helpText={helpText}
          autoComplete="off"
          spellCheck={false}
        />
      }
    />
  );
}

/** Customers whose name or number fits, once the typing pauses. */
function useContactSearch(search: string): { found: Found[]; searching: boolean } {
  const { load, data, state } = useFetcher<{ contacts: Found[] }>();
  const [asked, setAsked] = useState('');
  const ask = useRef(load);
  ask.current = load;
  useEffect(() => {
    if (search === '') {
      return undefined;
    }
    const timer = setTimeout(() => {
      setAsked(search);
      ask.current(`/app/preview-contacts?${new URLSearchParams({ search })}`);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [search]);
  const searching = search !== '' && (state !== 'idle' || asked !== search);
  return { found: searching ? [] : (data?.contacts ?? []), searching };
}

function nameOf({ firstName, lastName }: Sample): string {
  const name = [firstName, lastName].filter((part) => part !== null && part.trim() !== '').join(' ');
  return name === '' ? t.someone : name;
}

const describe = (contact: Found): string =>
  contact.phone === undefined || contact.phone === null
    ? nameOf(contact)
    : `${nameOf(contact)} · ${contact.phone}`;
