import { Tabs } from '@shopify/polaris';

type Props = {
  /** `value` is what the query string says; '' for all. */
  options: { value: string; label: string; count?: number }[];
  selected: string;
  onSelect: (value: string) => void;
};

/** Filters of a table, of which one is always chosen. */
export function FilterTabs({ options, selected, onSelect }: Props) {
  const index = options.findIndex((option) => option.value === selected);
  return (
    <Tabs
      tabs={options.map(({ value, label, count }) => ({
        id: `filter-${value === '' ? 'all' : value}`,
        content: label,
        ...(count === undefined ? {} : { badge: String(count) }),
      }))}
      selected={Math.max(index, 0)}
      onSelect={(place) => onSelect(options[place]?.value ?? '')}
    />
  );
}
