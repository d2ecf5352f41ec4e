import { Icon, TextField } from '@shopify/polaris';
import { SearchIcon } from '@shopify/polaris-icons';
import { useEffect, useRef, useState } from 'react';

/** Long enough to finish a word, short enough to feel immediate. */
const PAUSE_MS = 300;

type Props = {
  label: string;
  value: string;
  onSearch: (text: string) => void;
  error?: string | undefined;
  helpText?: string;
};

/** Searches when the typing pauses. */
export function SearchField({ label, value, onSearch, error, helpText }: Props) {
  const [typed, setTyped] = useState(value);
  const asked = useRef(value);
  const search = useRef(onSearch);
  search.current = onSearch;
  const ask = (text: string) => {
    asked.current = text;
    search.current(text);
  };
  useEffect(() => {
    // What she has typed since is newer than the answer to her own question; only Back or a cleared filter wins.
    if (value !== asked.current) {
      asked.current = value;
      setTyped(value);
    }
  }, [value]);
  useEffect(() => {
    const text = typed.trim();
    if (text === asked.current) {
      return undefined;
    }
    const timer = setTimeout(() => {
      asked.current = text;
      search.current(text);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <TextField
      label={label}
      labelHidden
      placeholder={label}
      type="search"
      value={typed}
      onChange={setTyped}
      autoComplete="off"
      prefix={<Icon source={SearchIcon} />}
      clearButton
      onClearButtonClick={() => {
        setTyped('');
        ask('');
      }}
      error={error ?? false}
      helpText={helpText}
    />
  );
}
