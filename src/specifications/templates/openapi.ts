/** An OpenAPI document to start from. */
export const openapiTemplate = `openapi: 3.1.0
info:
  title: FILL IN the name of the interface, such as Orders
  description: FILL IN what it is for and who uses it, in two sentences.
  version: 1.0.0
  contact:
    name: FILL IN the team that answers
    email: FILL IN its address
  x-sla:
    availability: FILL IN, such as 99.9 % a month
    response-time: FILL IN, such as p95 below 300 ms
  x-rate-limit:
    limit: 600
    per: FILL IN, such as minute and client
  x-compatibility-policy: >-
    Additive within a major version: clients pass over fields they do not know. A new major version is announced
    90 days ahead, and the old one is served for 180 days after.
servers:
  - url: https://api.example.com/v1 # FILL IN the address of production
    description: Production
security:
  - oauth: [items.read]
paths:
  /items:
    get:
      operationId: listItems
      summary: List the items of the caller, newest first
      parameters:
        - name: cursor
          in: query
          description: Where the page before ended; without it the first page.
          schema: { type: string }
      responses:
        '200':
          description: One page of items
          content:
            application/json:
              schema: { $ref: '#/components/schemas/ItemPage' }
              example: { items: [{ id: itm-17, name: First }], next: null }
        '401': { $ref: '#/components/responses/Unauthorized' }
        '429': { $ref: '#/components/responses/TooManyRequests' }
        default: { $ref: '#/components/responses/Problem' }
  /items/{id}:
    get:
      operationId: getItem
      summary: Read one item
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
      responses:
        '200':
          description: The item
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Item' }
        '401': { $ref: '#/components/responses/Unauthorized' }
        '404': { $ref: '#/components/responses/NotFound' }
        '429': { $ref: '#/components/responses/TooManyRequests' }
        default: { $ref: '#/components/responses/Problem' }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://id.example.com/token # FILL IN where tokens come from
          scopes: { items.read: Read items }
  schemas:
    Item:
      type: object
      required: [id, name]
      properties:
        id: { type: string, description: Stable; never used again for another item. }
        name: { type: string, minLength: 1, maxLength: 80 }
        # Fields with personal data carry x-data-classification: personal
      example: { id: itm-17, name: First }
    ItemPage:
      type: object
      required: [items, next]
      properties:
        items:
          type: array
          maxItems: 100
          items: { $ref: '#/components/schemas/Item' }
        next: { type: [string, 'null'], description: The cursor of the next page; null on the last. }
    Problem:
      type: object
      description: Problem details by RFC 9457.
      required: [type, title, status]
      properties:
        type: { type: string, format: uri-reference }
        title: { type: string }
        status: { type: integer, minimum: 400, maximum: 599 }
        detail: { type: string }
      example: { type: /problems/not-found, title: There is no such item, status: 404, detail: There is no itm-99. }
  responses:
    Unauthorized:
      description: The token is missing, expired or without the scope.
      content: { application/problem+json: { schema: { $ref: '#/components/schemas/Problem' } } }
    NotFound:
      description: There is no such item.
      content: { application/problem+json: { schema: { $ref: '#/components/schemas/Problem' } } }
    TooManyRequests:
      description: The rate limit is reached; Retry-After says when to go on.
      headers:
        Retry-After: { schema: { type: integer, minimum: 1 }, description: Seconds. }
      content: { application/problem+json: { schema: { $ref: '#/components/schemas/Problem' } } }
    Problem:
      description: Any other error.
      content: { application/problem+json: { schema: { $ref: '#/components/schemas/Problem' } } }
`;
