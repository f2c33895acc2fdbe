import { openapiTemplate } from '../../src/specifications/templates/openapi.ts';

const FILLED_IN = openapiTemplate.replaceAll('FILL IN', 'Orders');

/** An OpenAPI document without findings; `change` edits its text. */
export function ordersDocument(version: string, change: (text: string) => string = (text) => text): string {
  return change(FILLED_IN.replace('version: 1.0.0', `version: ${version}`));
}

/** Breaks readers: the name of an item is a number now. */
export const withNumericName = (text: string) =>
  text.replace('name: { type: string, minLength: 1, maxLength: 80 }', 'name: { type: integer }');

/** Adds a field that readers may use. */
export const withColour = (text: string) =>
  text.replace(
    '        # Fields with personal data',
    '        colour: { type: string }\n        # Fields with personal data',
  );
