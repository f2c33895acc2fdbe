import type { Json, JsonObject } from '../../model.ts';
import { isList, isObject, memberOf } from '../../pointer.ts';
import { fieldOf } from '../../walk/walk.ts';
import { APIS, isOutgoing, objectAt, type Report, type Rule, textAt } from '../rule.ts';

/** Who may call, and over what. */
export const securityRules: readonly Rule[] = [
  {
    name: 'security',
    severity: 'error',
    formats: APIS,
    asks: 'Each operation (in AsyncAPI each server) says how callers sign in, or with `security: []` that it is open to all.',
    why: 'Open by oversight and open by decision look the same otherwise.',
    example: 'security:\n  - oauth: [orders.read]',
    check: ({ root, format }, report) => {
      if (format === 'asyncapi') {
        return {
          kinds: {
            server: (node) => {
              if (node.reference === undefined && fieldOf(node, 'security') === undefined) {
                report(
                  node.pointer,
                  'How clients sign in to this server is not said. Write `security`, or `security: []` if it is open.',
                );
              }
            },
          },
        };
      }
      if (memberOf(root, 'security') !== undefined) return {};
      return {
        kinds: {
          operation: (node) => {
            if (!isOutgoing(node) && fieldOf(node, 'security') === undefined) {
              report(
                node.pointer,
                'How callers sign in is not said. Write `security` at the top for all, or here; `security: []` if it is open.',
              );
            }
          },
        },
      };
    },
  },
  {
    name: 'security-declared',
    severity: 'error',
    formats: APIS,
    asks: 'Each scheme that `security` names is declared in `components.securitySchemes`.',
    why: 'A name alone does not say what to send.',
    example:
      'components:\n  securitySchemes:\n    oauth:\n      type: oauth2\n      flows: { clientCredentials: { tokenUrl: https://id.example.com/token, scopes: { orders.read: Read orders } } }',
    check: ({ root }, report) => {
      const declared = objectAt(root, objectAt(root, root, 'components'), 'securitySchemes');
      checkNames(declared, memberOf(root, 'security'), '/security', report);
      return {
        every: ({ kind, value, pointer }) => {
          if (kind !== 'operation' && kind !== 'server' && kind !== 'operation-trait') return;
          checkNames(declared, memberOf(value, 'security'), `${pointer}/security`, report);
        },
      };
    },
  },
  {
    name: 'secure-transport',
    severity: 'error',
    formats: APIS,
    asks: 'Servers are reached by an encrypted protocol; this machine (localhost) excepted.',
    why: 'Credentials and personal data would be readable on the way.',
    example: 'servers:\n  - url: https://api.example.com',
    check: (_specification, report) => ({
      kinds: {
        server: (node) => {
          const address = textAt(node.value, 'url') ?? textAt(node.value, 'host') ?? '';
          const protocol = /^([a-z][a-z+.-]*):\/\//i.exec(address)?.[1] ?? textAt(node.value, 'protocol');
          if (protocol === undefined || !PLAIN.test(protocol) || LOCAL.test(address)) return;
          report(
            node.pointer,
            `${protocol} is not encrypted. Use ${ENCRYPTED[protocol.toLowerCase()] ?? 'an encrypted protocol'}.`,
          );
        },
      },
    }),
  },
];

const ENCRYPTED: Readonly<Record<string, string>> = {
  http: 'https',
  ws: 'wss',
  amqp: 'amqps',
  mqtt: 'mqtts',
  kafka: 'kafka-secure',
  stomp: 'stomps',
  redis: 'rediss',
};
const PLAIN = new RegExp(`^(${Object.keys(ENCRYPTED).join('|')})$`, 'i');
const LOCAL = /^([a-z+.-]+:\/\/)?(localhost|127\.0\.0\.1|\[::1\])([:/]|$)/i;

function checkNames(declared: JsonObject, security: Json | undefined, pointer: string, report: Report): void {
  if (!isList(security)) return;
  for (const [index, one] of security.entries()) {
    // AsyncAPI 3 names schemes by reference, which reading has checked.
    if (!isObject(one) || memberOf(one, '$ref') !== undefined || memberOf(one, 'type') !== undefined) continue;
    for (const name of Object.keys(one)) {
      if (Object.hasOwn(declared, name)) continue;
      report(
        `${pointer}/${index}`,
        `The security scheme ${name} is not declared. Declare it in \`components.securitySchemes\`.`,
      );
    }
  }
}
