import type { Card } from '../../../chat/card.ts';
import { code, text } from '../../../chat/text.ts';
import type { DocumentSummary } from '../../contracts/model.ts';
import { line } from './parts.ts';

const NAMES: Readonly<Record<DocumentSummary['format'], string>> = {
  openapi: 'OpenAPI',
  asyncapi: 'AsyncAPI',
  'json-schema': 'JSON Schema',
};

/** To who begins a contract: a document to start from. */
export function templateCard(format: DocumentSummary['format'], template: string): Card {
  return {
    title: [`A contract to start from: ${NAMES[format]}`],
    blocks: [
      line(
        text`Copy it into a file, write what is marked FILL IN, and send the file: ${code('/deps submit DEP-4')}. Nothing is missing but that.`,
      ),
      { kind: 'code', text: template },
    ],
  };
}
