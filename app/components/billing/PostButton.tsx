import { Form, useNavigation } from '@remix-run/react';
import { Button } from '@shopify/polaris';
import { type FormEvent, useEffect, useRef } from 'react';

type Props = {
  /** What is posted; also what tells this button from the others while it works. */
  fields: Record<string, string>;
  label: string;
  /** Says more than the label, where many buttons have the same. */
  accessibilityLabel?: string;
  primary?: boolean;
};

/** One press that asks for something, once: a second one before the answer does nothing. */
export function PostButton({ fields, label, accessibilityLabel, primary = false }: Props) {
  const navigation = useNavigation();
  const busy = navigation.state !== 'idle';
  const sent = useRef(false);
  useEffect(() => {
    sent.current = busy;
  }, [busy]);
  const onSubmit = (event: FormEvent) => {
    if (sent.current) {
      event.preventDefault();
      return;
    }
    sent.current = true;
  };
  const own = Object.entries(fields).every(([name, value]) => navigation.formData?.get(name) === value);
  return (
    <Form method="post" preventScrollReset onSubmit={onSubmit}>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Button
        submit
        fullWidth
        disabled={busy}
        loading={busy && own}
        {...(primary ? { variant: 'primary' as const } : {})}
        {...(accessibilityLabel === undefined ? {} : { accessibilityLabel })}
      >
        {label}
      </Button>
    </Form>
  );
}
