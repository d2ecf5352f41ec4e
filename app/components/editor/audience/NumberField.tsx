import { TextField } from '@shopify/polaris';
import { useState } from 'react';

type Props = {
  label: string;
  value: number;
  min: number;
  step?: number;
  suffix?: string;
  /** NaN while it is no number: the audience cannot be saved then. */
  onChange: (value: number) => void;
};

/** A number that is typed: what is in the field stays as she types it. */
export function NumberField({ label, value, min, step = 1, suffix, onChange }: Props) {
  const [typed, setTyped] = useState(Number.isNaN(value) ? '' : String(value));
  return (
    <TextField
      label={label}
      type="number"
      min={min}
      step={step}
      value={typed}
      onChange={(text) => {
        setTyped(text);
        onChange(text.trim() === '' ? Number.NaN : Number(text));
      }}
      autoComplete="off"
      suffix={suffix}
    />
  );
}
