/** A JSON Schema to start from. */
export const jsonSchemaTemplate = `$schema: https://json-schema.org/draft/2020-12/schema
$id: https://schemas.example.com/items/1.0.0 # FILL IN
title: FILL IN the name of the data, such as Daily usage
description: FILL IN what a record tells and who reads it, in two sentences.
x-version: 1.0.0
x-contact:
  name: FILL IN the team that answers
  email: FILL IN its address
x-sla:
  freshness: FILL IN, such as complete for the day before by 06:00 UTC
x-compatibility-policy: >-
  Additive within a major version: readers pass over fields they do not know. A new major version is announced 90 days
  ahead, and the old one is delivered for 180 days after.
type: object
required: [id, name, recordedOn]
properties:
  id: { type: string }
  name: { type: string, minLength: 1, maxLength: 80 }
  recordedOn: { type: string, format: date }
  amount: { $ref: '#/$defs/Amount' }
  # Fields with personal data carry x-data-classification: personal
examples:
  - { id: itm-17, name: First, recordedOn: '2026-11-30', amount: { value: '12.50', currency: EUR } }
$defs:
  Amount:
    type: object
    required: [value, currency]
    properties:
      value: { type: string, pattern: '^-?\\d+\\.\\d{2}$' }
      currency: { type: string, pattern: '^[A-Z]{3}$' }
`;
