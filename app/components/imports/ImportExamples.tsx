import type { ExamplePerson } from '../../core/imports/example-person.ts';
import { PlainTable } from '../PlainTable.tsx';
import { Section } from '../Section.tsx';
import { importsTexts as t } from '../texts/imports.ts';

/** Some people of a checked file, and what the import would make of their consent. */
export function ImportExamples({ people }: { people: ExamplePerson[] }) {
  return people.length === 0 ? null : (
    <Section title={t.examples}>
      <PlainTable
        caption={t.examples}
        columns={[
          { title: t.row, numeric: true },
          { title: t.exampleName },
          { title: t.exampleNumber },
          { title: t.exampleBecomes },
        ]}
        rows={people.map(({ row, name, phone, becomes }) => ({
          key: String(row),
          cells: [String(row), name, phone, t.becomes[becomes]],
        }))}
      />
    </Section>
  );
}
