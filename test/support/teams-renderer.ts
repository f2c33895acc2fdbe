import { createRequire } from 'node:module';
import type * as Library from 'adaptivecards';

/** Microsoft's own renderer of Adaptive Cards. Its modules are not for Node; the bundle is. */
const { AdaptiveCard, HostConfig, SerializationContext, Versions } = createRequire(import.meta.url)(
  'adaptivecards/dist/adaptivecards.js',
) as typeof Library;

/** Of Teams' own configuration of this renderer, as the designer of Adaptive Cards ships it. */
const TEAMS_ACTIONS = 6;

/** What Microsoft's renderer has to say against a card of version 1.5. */
export function eventsOf(json: unknown): string[] {
  const card = new AdaptiveCard();
  card.hostConfig = new HostConfig({ actions: { maxActions: TEAMS_ACTIONS } });
  const context = new SerializationContext(Versions.v1_5);
  card.parse(withoutPickers(json), context);
  const parsing = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
  return [...parsing, ...card.validateProperties().validationEvents.map((event) => event.message)];
}

/** Teams takes the search for people in cards of 1.5, the renderer from 1.6 on: it is shown a choice of one instead. */
function withoutPickers(json: unknown): unknown {
  return JSON.parse(JSON.stringify(json), (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('choices.data' in value)) return value;
    const { 'choices.data': _data, ...input } = value;
    return { ...input, choices: [{ title: 'somebody', value: 'somebody' }] };
  });
}
