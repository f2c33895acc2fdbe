import type { Format } from '../../model.ts';
import { isObject, memberOf } from '../../pointer.ts';
import { versionField, versionProblem } from '../../read/version.ts';
import { ALL, APIS, aboutOf, extensionOf, type Rule, textAt } from '../rule.ts';

/** What a specification says of itself: version, contact, purpose, promises. */
export const aboutRules: readonly Rule[] = [
  {
    name: 'version-semver',
    severity: 'error',
    formats: ALL,
    asks: 'The version is three numbers by semver.org: `info.version`, in a JSON Schema `x-version` or `version`.',
    why: 'Consumers read from the version whether a change breaks them; Depsync asks for the smallest that says so.',
    example: 'info:\n  version: 2.1.0',
    check: (specification, report) => {
      const problem = versionProblem(specification);
      const { pointer, value } = versionField(specification);
      if (problem !== undefined) report(value === undefined ? aboutOf(specification).pointer : pointer, problem);
      return {};
    },
  },
  {
    name: 'contact',
    severity: 'error',
    formats: ALL,
    asks: '`info.contact` (in a JSON Schema `x-contact`) has a name, and an e-mail address or a URL.',
    why: 'Who finds an error at night must know whom to call.',
    example: 'info:\n  contact:\n    name: Platform team\n    email: platform@example.com',
    check: (specification, report) => {
      const name = specification.format === 'json-schema' ? 'x-contact' : 'contact';
      const about = aboutOf(specification);
      const contact = memberOf(about.value, name);
      const complete =
        textAt(contact, 'name') !== undefined && (textAt(contact, 'email') ?? textAt(contact, 'url')) !== undefined;
      if (!complete) {
        const at = contact === undefined ? about.pointer : `${about.pointer}/${name}`;
        report(at, `Nobody to call is named. Write name, and email or url, under \`${name}\`.`);
      }
      return {};
    },
  },
  {
    name: 'purpose',
    severity: 'warn',
    formats: ALL,
    asks: 'The specification has a title and a description.',
    why: 'A contract is found, and told from its neighbours, by what it says it is for.',
    example: 'info:\n  title: Orders\n  description: Orders of partners, from basket to delivery.',
    check: (specification, report) => {
      const { pointer, value } = aboutOf(specification);
      for (const field of ['title', 'description']) {
        if (textAt(value, field) === undefined) report(pointer, `The ${field} is missing. Say what this is for.`);
      }
      return {};
    },
  },
  {
    name: 'sla',
    severity: 'error',
    formats: ALL,
    asks: '`x-sla` says what is promised: availability and response time of an API, availability and delivery of events, freshness of data.',
    why: 'Consumers size time-outs, retries and alarms by it; without it everyone assumes another.',
    example: 'info:\n  x-sla:\n    availability: 99.9 % a month\n    response-time: p95 below 300 ms',
    check: (specification, report) => {
      const { pointer, value } = extensionOf(specification, 'x-sla');
      const terms = SLA_TERMS[specification.format];
      if (!isObject(value)) {
        report(pointer, `No service level is promised. Write \`x-sla\` with ${terms.join(' and ')}.`);
        return {};
      }
      const missing = terms.filter((term) => value[term] === undefined || value[term] === '');
      if (missing.length > 0) report(pointer, `\`x-sla\` does not say ${missing.join(' and ')}. Add it.`);
      return {};
    },
  },
  {
    name: 'compatibility-policy',
    severity: 'error',
    formats: ALL,
    asks: '`x-compatibility-policy` says how the contract may change: what stays, how long an old version is served, how a change is announced.',
    why: 'Consumers build against what will not change; the policy says what that is.',
    example:
      'info:\n  x-compatibility-policy: Additive within a major version. A new major is announced 90 days ahead; the old one is served for 180.',
    check: (specification, report) => {
      const { pointer, value } = extensionOf(specification, 'x-compatibility-policy');
      const says = isObject(value) ? Object.keys(value).length > 0 : typeof value === 'string' && value.trim() !== '';
      if (!says) {
        report(
          pointer,
          'How this contract may change is not said. Write `x-compatibility-policy`, such as "Additive within a major version; a new major is announced 90 days ahead".',
        );
      }
      return {};
    },
  },
  {
    name: 'schema-id',
    severity: 'warn',
    formats: ['json-schema'],
    asks: 'A JSON Schema has an absolute `$id`.',
    why: 'Validators and other schemas name it by that.',
    example: '$id: https://schemas.example.com/usage/1.0.0',
    check: ({ root }, report) => {
      const id = textAt(root, '$id');
      if (id === undefined || !/^[a-z][a-z+.-]*:/i.test(id)) {
        report(
          id === undefined ? '' : '/$id',
          'The schema has no absolute name. Write `$id`, such as https://schemas.example.com/usage/1.0.0.',
        );
      }
      return {};
    },
  },
  {
    name: 'error-handling',
    severity: 'warn',
    formats: ['asyncapi'],
    asks: '`x-error-handling` says what becomes of a message that a consumer cannot take: retried, parked, dropped, and for how long.',
    why: 'Events have no status codes: what is not agreed here is lost silently.',
    example:
      'info:\n  x-error-handling: Retried 5 times within an hour, then parked in orders.dead-letter for 14 days.',
    check: (specification, report) => {
      const { pointer, value } = extensionOf(specification, 'x-error-handling');
      if (value === undefined || value === '' || value === null) {
        report(
          pointer,
          'What becomes of a message that cannot be taken is not said. Write `x-error-handling`: retries, then parked or dropped, and for how long.',
        );
      }
      return {};
    },
  },
  {
    name: 'rate-limit',
    severity: 'error',
    formats: APIS,
    asks: '`x-rate-limit` gives a number and a span, for the whole API or at each operation; `none` where there is none.',
    why: 'A consumer that does not know the limit meets it in production.',
    example: 'info:\n  x-rate-limit:\n    limit: 600\n    per: minute and client',
    check: (specification, report) => {
      const whole = extensionOf(specification, 'x-rate-limit');
      if (whole.value !== undefined) {
        if (!isLimit(whole.value)) report(whole.pointer, WRONG_LIMIT);
        return { kinds: { operation: checkOwn } };
      }
      return {
        kinds: {
          operation: (node) => {
            if (memberOf(node.value, 'x-rate-limit') === undefined) {
              report(node.pointer, 'No rate limit is given. Write `x-rate-limit` under `info` for all, or here.');
            } else checkOwn(node);
          },
        },
      };

      function checkOwn({ value, pointer }: { value: Parameters<typeof memberOf>[0]; pointer: string }): void {
        const own = memberOf(value, 'x-rate-limit');
        if (own !== undefined && !isLimit(own)) report(`${pointer}/x-rate-limit`, WRONG_LIMIT);
      }
    },
  },
];

const SLA_TERMS: Record<Format, readonly string[]> = {
  openapi: ['availability', 'response-time'],
  asyncapi: ['availability', 'delivery'],
  'json-schema': ['freshness'],
};

const WRONG_LIMIT = 'This is no rate limit. Write `limit` (a number) and `per` (such as minute and client), or `none`.';

function isLimit(value: Parameters<typeof memberOf>[0]): boolean {
  if (value === 'none') return true;
  const limit = memberOf(value, 'limit');
  return typeof limit === 'number' && limit > 0 && textAt(value, 'per') !== undefined;
}
