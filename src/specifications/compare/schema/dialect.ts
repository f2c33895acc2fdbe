import type { Specification } from '../../model.ts';

/** Where the dialects of JSON Schema differ for us. All else is read by its shape, whatever the dialect. */
export interface Dialect {
  /** Beside `$ref` nothing counts (OpenAPI 3.0, and JSON Schema up to draft-07, which AsyncAPI builds on). */
  refStandsAlone: boolean;
  /** `nullable` admits null beside `type` (OpenAPI 3.0). */
  nullable: boolean;
}

export function dialectOf({ format, dialect }: Pick<Specification, 'format' | 'dialect'>): Dialect {
  if (format === 'openapi') {
    const old = /^3\.0(\.|$)/.test(dialect);
    return { refStandsAlone: old, nullable: old };
  }
  return { refStandsAlone: format === 'asyncapi' || /draft-0?[3-7]/.test(dialect), nullable: false };
}
