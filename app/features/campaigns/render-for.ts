import { z } from 'zod';
import { renderTemplate, type Template } from '../../core/messaging/template.ts';

const mergeValues = z.record(z.string(), z.string()).nullable();

/** A recipient's text from her frozen merge values; undefined when they no longer fill it (they were erased). */
export function renderFor(template: Template, merge: unknown): string | undefined {
  const rendered = renderTemplate(template, mergeValues.parse(merge) ?? {});
  return rendered.ok ? rendered.text : undefined;
}
