import type { Change } from '../change.ts';
import { equal, member, pointer } from '../json.ts';
import type { Target } from '../references.ts';
import { change, members, type Part, remarkChanges, type Sides, type Spot, within } from '../sides.ts';
import type { Scope, Site } from '../site.ts';

/** A body: who sends it, and where. */
export interface Body {
  readonly scope: Extract<Scope, 'request' | 'response' | 'sent' | 'received'>;
  readonly direction: 'request' | 'response';
  readonly spot: Spot;
}

/** Names of bodies and of fields in sentences. */
const NAMES: Record<Body['scope'], { whole: string; field: string }> = {
  request: { whole: 'Request body', field: 'Request field' },
  response: { whole: 'Response body', field: 'Response field' },
  sent: { whole: 'Sent body', field: 'Sent field' },
  received: { whole: 'Answer', field: 'Answer field' },
};

/** Compares the media types of a body, and the schemas under those that meet. */
export function contentChanges(part: Part, body: Body, sides: Sides): Change[] {
  const old = members(sides.before, part.old);
  const present = members(sides.after, part.present);
  if (old.size > 0 && present.size === 0) return [bodyGone(part, body, sides)];
  if (old.size === 0 && present.size > 0) return [bodyCame(part, body)];

  const several = old.size > 1 || present.size > 1;
  const spotOf = (type: string): Spot =>
    several ? within(body.spot, type) : { where: body.spot.where, key: `${body.spot.key} → ${type}` };
  const changes: Change[] = [];
  const met = new Set<string>();
  for (const [type, target] of old) {
    const other = covering(type, present);
    if (other === undefined) {
      changes.push(typeGone(type, target, body, within(body.spot, type)));
      continue;
    }
    met.add(other);
    changes.push(...mediaChanges({ old: target, present: present.get(other) }, body, spotOf(type), sides));
  }
  for (const [type, target] of present) {
    if (met.has(type)) continue;
    const other = covering(type, old);
    if (other !== undefined)
      changes.push(...mediaChanges({ old: old.get(other), present: target }, body, spotOf(type), sides));
    else changes.push(typeCame(type, target, body, within(body.spot, type)));
  }
  return changes;
}

/** The name under which a media type is found: itself, without its parameters, or the narrowest range around it. */
function covering(type: string, types: ReadonlyMap<string, Target>): string | undefined {
  const plain = bare(type);
  const wanted = [plain, `${plain.split('/')[0]}/*`, '*/*'];
  if (types.has(type)) return type;
  for (const one of wanted) {
    const found = [...types.keys()].find((key) => bare(key) === one);
    if (found !== undefined) return found;
  }
  return undefined;
}

function bare(type: string): string {
  return (type.split(';')[0] ?? type).trim().toLowerCase();
}

function mediaChanges(part: Part, body: Body, spot: Spot, sides: Sides): Change[] {
  const { old, present } = part;
  if (old === undefined || present === undefined) return [];
  const site: Site = { scope: body.scope, direction: body.direction, ...spot, ...NAMES[body.scope] };
  const encodings = [member(old.value, 'encoding'), member(present.value, 'encoding')];
  const encoded = equal(encodings[0], encodings[1])
    ? []
    : [
        change(
          spot,
          'not-judged',
          `${body.scope}-encoding-changed`,
          present.pointer,
          `${site.whole} is encoded otherwise (\`encoding\`): not judged: compare the two by hand.`,
          ...encodings,
        ),
      ];
  return [
    ...encoded,
    ...remarkChanges(part, ['example', 'examples'], spot, sides, site.whole),
    ...sides.schemas(schemaOf(old), schemaOf(present), site),
  ];
}

function schemaOf(media: Target): Target {
  const schema = member(media.value, 'schema');
  return schema === undefined
    ? { value: true, pointer: media.pointer }
    : { value: schema, pointer: pointer(media.pointer, 'schema') };
}

function bodyGone({ old }: Part, { scope, direction, spot }: Body, { policy }: Sides): Change {
  const severity = direction === 'request' ? policy.requestParameterRemoved : 'breaking';
  const harm = direction === 'request' ? 'what consumers send may be ignored' : 'consumers that read it break';
  return change(spot, severity, `${scope}-body-removed`, old?.pointer, `${NAMES[scope].whole} is gone: ${harm}.`);
}

function bodyCame({ present }: Part, { scope, spot }: Body): Change {
  return change(
    spot,
    'additive',
    `${scope}-body-added`,
    present?.pointer,
    `${NAMES[scope].whole} is new: no consumer has to know it.`,
  );
}

function typeGone(type: string, target: Target, { scope, direction }: Body, spot: Spot): Change {
  const harm = direction === 'request' ? 'consumers that send it are refused' : 'consumers that ask for it get none';
  return change(
    spot,
    'breaking',
    `${scope}-media-type-removed`,
    target.pointer,
    `${NAMES[scope].whole} is no longer \`${type}\`: ${harm}.`,
  );
}

/** Consumers choose the media type of a response by `Accept`, so that a new one is an offer. */
function typeCame(type: string, target: Target, { scope }: Body, spot: Spot): Change {
  const message = `${NAMES[scope].whole} may be \`${type}\` too: consumers keep what they use.`;
  return change(spot, 'additive', `${scope}-media-type-added`, target.pointer, message);
}
