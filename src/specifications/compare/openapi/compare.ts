import type { Change } from '../change.ts';
import { insideBoth, type Part, remarkChanges, type Sides, type Spot } from '../sides.ts';
import { operationChanges } from './operations.ts';
import { schemeChanges } from './security.ts';
import { serverChanges } from './servers.ts';

const WHOLE: Spot = { where: '', key: '' };

/** Compares two OpenAPI documents from what can be called: what nobody can reach in them changes nothing. */
export function compareOpenapi(sides: Sides): Change[] {
  const root: Part = {
    old: { value: sides.before.specification.root, pointer: '' },
    present: { value: sides.after.specification.root, pointer: '' },
  };
  const webhooks: Spot = { where: 'webhook', key: 'webhook' };
  return [
    ...operationChanges(insideBoth(sides, root, 'paths'), 'consumer', WHOLE, sides),
    ...operationChanges(insideBoth(sides, root, 'webhooks'), 'provider', webhooks, sides),
    ...schemeChanges(sides),
    ...serverChanges(insideBoth(sides, root, 'servers'), WHOLE, sides),
    ...aboutChanges(root, sides),
  ];
}

function aboutChanges(root: Part, sides: Sides): Change[] {
  const info = ['title', 'summary', 'description', 'termsOfService', 'contact', 'license'];
  return [
    ...remarkChanges(insideBoth(sides, root, 'info'), info, { where: 'info', key: 'info' }, sides, 'The contract'),
    ...remarkChanges(root, ['tags', 'externalDocs'], WHOLE, sides, 'The contract'),
  ];
}
