import { CONTRACT_RULES, SCHEMA_RULES } from './catalogue.ts';
import { SWITCHES } from './policy.ts';

/** docs/contracts-comparison.md. */
export function comparisonPage(): string {
  const switches = Object.entries(SWITCHES).map(
    ([key, { standard, about, why }]) => `| \`${key}\` | ${about} | \`${standard}\` | ${why} |`,
  );
  const schemas = SCHEMA_RULES.map(
    ({ name, request, response, about }) => `| \`…-${name}\` | ${about} | ${request} | ${response} |`,
  );
  const contracts = CONTRACT_RULES.map(
    ({ name, judgement, about }) => `| \`${name.replace('*', '…')}\` | ${about} | ${judgement} |`,
  );
  return `${INTRODUCTION}
## Policy

Logic says what is possible; these switches say what it means to you.

| switch | decides of | standard | why |
|---|---|---|---|
${switches.join('\n')}

## Rules of schemas

A rule's name begins with whose schema it is (\`request-body-\`, \`request-property-\`, \`response-…\`, \`parameter-\`, \`response-header-\`,
\`received-payload-\`, \`sent-payload-\`, \`schema-\`). A limit that cannot be decided is not judged, whatever stands here. Where the
name of a switch stands, the policy decides.

| rule | what happened | consumer sends | consumer reads |
|---|---|---|---|
${schemas.join('\n')}

## Rules of contracts

| rule | what happened | class |
|---|---|---|
${contracts.join('\n')}
`;
}

const INTRODUCTION = `# How contracts are compared

Each version of a contract is compared with the last. A change is **breaking**, **additive**, **documentation**, or **not
judged**: of what cannot be decided that is said, by name, and nothing is passed over in silence.

**Direction decides.** Of what consumers send, admitting less breaks and admitting more does not. Of what they read it is the
other way round. OpenAPI and AsyncAPI say who sends what: a request is sent by consumers, a response is read by them;
\`publish\` in AsyncAPI 2 and \`receive\` in 3 are sent by consumers, \`subscribe\` and \`send\` are read. Callbacks, webhooks and replies turn
round. JSON Schema says nothing of it, so both count, and the graver one holds.

**What is compared is what schemas accept**, not how they are written: a reference or its text, \`allOf\` or one schema, \`nullable\`
or a list of types are the same. For each side Depsync proves that every value of the old schema is one of the new, or names the
demand that is in the way and its place. Path variables are known by position, headers without case, security by what it
demands.

**A version** has to rise by the gravest change: breaking → major, additive → minor, documentation → patch. Before 1.0.0
breaking raises the minor number and all else the patch. Not judged counts as breaking until a person has judged it. A draft
(\`3.0.0-rc.1\`) counts as the version it leads to, and its next draft may break again.

**A fingerprint** names a change: the same for the same change, whatever else changes and in whatever order documents are written.

**Where little is told.** A definition is named at 2 places of one body and in 25 bodies; once a comparison tells more than 4,000
things, in one. Patterns are compared as text. A pattern that could take for ever is not tried on names or values.

## Whom a change hits

Consumers may say what they use of a contract (\`/deps uses\`), one use a line:

| written | means |
|---|---|
| \`GET /orders/{id}\` | an operation of OpenAPI; \`webhook POST shipped\` for a webhook |
| \`POST /orders request\` | what is sent of it; \`response\` what is read; \`callbacks\` |
| \`POST /orders request.customer.email\` | a field of it; lists are passed over: \`response.items.total\` |
| \`send orders\`, \`receive orders\` | what an application sends or receives on a channel; in version 2 also \`subscribe\`, \`publish\` |
| \`send orders message.total\` | a field of its messages; \`reply\` for those of an answer |
| \`schema customer.email\` | a field of a JSON Schema; in a library of definitions its name: \`Order customer.email\` |

A name with a dot, a bracket or white space is written \`["so"]\`. A breaking or not judged change hits an operation when it
stands in it or in a definition that it reaches, on the side of the change: what consumers send, or what they read. It hits a
field when it stands at it, in it or around it; a field or parameter that has to be sent now hits all who send. What belongs to
no operation (a server, a security scheme, the whole document) hits everybody, and so does every change for a use that neither
version has.

## How sure it is

\`npm run fuzz:compare\` makes random pairs of schemas and has ajv look for a value that a change breaks, under the strict policy
(what is possible counts). Of 20,000 pairs (seed 1) 5,952 had such a value: 5,615 were told as breaking, 337 as not judged, none was
missed.

Breaks were also told for 1,117 pairs where 60 random values showed none; 40 times as many showed it for 569 of them. Some of
the other 548 are real and hard to hit: one value among alternatives, a text of just the length that is no longer admitted. The
rest come from what is deliberately not decided:

| rules | why a break is told that is none |
|---|---|
| \`type-…\`, \`enum-…\`, limits | the value is excluded already by \`not\`, \`contains\` or an \`if\` elsewhere, which is used only to prove whole alternatives empty |
| \`variant-removed\`, \`variant-added\` | two other alternatives together admit what each alone does not |
| \`…-items-…\`, \`unique-items-…\` | few enough values remain that the limit follows from \`uniqueItems\` or from an \`enum\` of the items |
| \`multiple-of-…\` | several steps together are a multiple of the new one |
| \`refused\`, \`additional-properties-…\`, \`pattern-properties-…\` | the pattern matches only names that are declared anyway |
| \`contains-…\`, \`not-…\` | the new demand follows from the items or the type together, not from one keyword |
`;
