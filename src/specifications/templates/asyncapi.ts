/** An AsyncAPI document to start from. */
export const asyncapiTemplate = `asyncapi: 3.0.0
info:
  title: FILL IN the name of the events, such as Order events
  description: FILL IN what they tell and who listens, in two sentences.
  version: 1.0.0
  contact:
    name: FILL IN the team that answers
    email: FILL IN its address
  x-sla:
    availability: FILL IN, such as 99.9 % a month
    delivery: FILL IN, such as at least once, in order for each item, p95 within 5 s
  x-rate-limit:
    limit: 1000
    per: FILL IN, such as second and topic
  x-compatibility-policy: >-
    Additive within a major version: consumers pass over fields they do not know. A new major version goes to a topic
    of its own, announced 90 days ahead; the old one is filled for 180 days after.
  x-error-handling: >-
    FILL IN what becomes of a message that cannot be taken, such as retried 5 times within an hour, then parked in
    items.dead-letter for 14 days.
defaultContentType: application/json
servers:
  production:
    host: broker.example.com:9093 # FILL IN
    protocol: kafka-secure
    security:
      - $ref: '#/components/securitySchemes/scram'
channels:
  itemChanged:
    address: items.changed.v1
    messages:
      itemChanged: { $ref: '#/components/messages/ItemChanged' }
operations:
  sendItemChanged:
    action: send
    channel: { $ref: '#/channels/itemChanged' }
    summary: Tell that an item was made or changed
components:
  securitySchemes:
    scram: { type: scramSha512, description: One user for each consumer. }
  messages:
    ItemChanged:
      name: ItemChanged
      title: An item was made or changed
      contentType: application/json
      headers:
        type: object
        required: [id]
        properties:
          id: { type: string, format: uuid, description: The same when a message is sent again. }
      payload: { $ref: '#/components/schemas/ItemChanged' }
  schemas:
    ItemChanged:
      type: object
      required: [itemId, name, changedAt]
      properties:
        itemId: { type: string }
        name: { type: string, minLength: 1, maxLength: 80 }
        changedAt: { type: string, format: date-time }
        # Fields with personal data carry x-data-classification: personal
      examples:
        - { itemId: itm-17, name: First, changedAt: '2026-11-30T08:00:00Z' }
`;
