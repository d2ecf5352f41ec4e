import { useEffect, useState } from 'react';
import {
  draftOf,
  readDraft,
  type SavedSettings,
  type SettingsDraft,
  type SettingsProblems,
} from './settings-form.ts';

/** The state of the settings page. Problems are shown once their field was left or saving was tried. */
export function useSettingsForm(saved: SavedSettings, found: SettingsProblems | undefined) {
  const [draft, setDraft] = useState(() => draftOf(saved));
  const [left, setLeft] = useState<ReadonlySet<keyof SettingsProblems>>(new Set());
  const [tried, setTried] = useState(false);
  const [fromServer, setFromServer] = useState<SettingsProblems>({});
  useEffect(() => setFromServer(found ?? {}), [found]);

  const read = readDraft(draft);
  const problems: SettingsProblems = { ...fromServer };
  if (!read.ok) {
    for (const [field, message] of Object.entries(read.problems)) {
      // Object.entries forgets which keys there are.
      const name = field as keyof SettingsProblems;
      if (tried || left.has(name)) {
        problems[name] = message;
      }
    }
  }
  return {
    draft,
    problems,
    dirty: !sameDraft(draft, draftOf(saved)),
    change(change: Partial<SettingsDraft>) {
      setDraft((current) => ({ ...current, ...change }));
      setFromServer({});
    },
    leave: (field: keyof SettingsProblems) => setLeft((current) => new Set(current).add(field)),
    /** @returns the settings to save, or undefined and shows what is wrong. */
    read(): SavedSettings | undefined {
      setTried(true);
      return read.ok ? read.settings : undefined;
    },
    discard() {
      setDraft(draftOf(saved));
      setLeft(new Set());
      setTried(false);
      setFromServer({});
    },
  };
}

/** Whether saving would change nothing. Quiet hours that are off have no times. */
function sameDraft(a: SettingsDraft, b: SettingsDraft): boolean {
  const [x, y] = [readDraft(a), readDraft(b)];
  return x.ok && y.ok
    ? JSON.stringify(x.settings) === JSON.stringify(y.settings)
    : JSON.stringify(a) === JSON.stringify(b);
}
