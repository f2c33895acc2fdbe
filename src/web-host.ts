import type { WebHost } from './adapters/web/port.ts';
import type { Database } from './db/db.ts';
import { contractLists, contractView } from './features/approvals/index.ts';
import { briefFor } from './features/briefs/index.ts';
import { communicationFor } from './features/communication/index.ts';
import { samplesText } from './features/compendium/index.ts';
import { lessonPages } from './features/lessons/index.ts';
import { calendarFileOf, meetingLists, meetingPage } from './features/meetings/index.ts';
import { interruptionsFor } from './features/mornings/index.ts';
import { type Gallery, outlookFor, whatIfFor } from './features/outlook/index.ts';
import { getPeople, listPeople, type Person } from './features/people/index.ts';
import { isLead, listProgrammes } from './features/programme/index.ts';
import { retrospectiveChart, retrospectivePages } from './features/retrospectives/index.ts';
import type { SpecificationThread } from './specifications/worker/index.ts';

const CHANNEL_NAMES: Readonly<Record<string, string>> = { programme: 'Programme', leadership: 'Leadership' };

/** What the web console must know of the register. Its channels are open to everybody of the workspace. */
export function webHost(
  db: Database,
  workspace: string,
  specifications: SpecificationThread,
  gallery: Gallery,
): WebHost {
  const visible = ({ id, name, handle, title, calendar }: Person) => ({ id, name, handle, title, zone: calendar.zone });
  return {
    workspace: async () => workspace,
    people: async (id) => (await db.tx(id, listPeople)).map(visible),
    async person(id, personId) {
      const found = (await db.tx(id, (tx) => getPeople(tx, [personId]))).get(personId);
      return found && visible(found);
    },
    async isLead(id, personId) {
      const programmes = await db.tx(id, listProgrammes);
      return programmes.some((programme) => isLead(programme, { id: personId }));
    },
    contract: (id, contractId) => db.tx(id, (tx) => contractView(tx, contractId)),
    contracts: (id) => db.tx(id, contractLists),
    samples: (specification) => samplesText(specifications, specification),
    outlook: (id, asked) => db.tx(id, (tx) => outlookFor(tx, asked)),
    async drawOutlook(id, asked, theme) {
      const found = await db.tx(id, (tx) => outlookFor(tx, asked));
      return found && gallery.draw(found.model, theme);
    },
    whatIf: (id, asked) => db.tx(id, (tx) => whatIfFor(tx, asked)),
    brief: (id, asked) => db.tx(id, (tx) => briefFor(tx, asked)),
    communication: (id, now) => db.tx(id, (tx) => communicationFor(tx, now)),
    interruptions: (id, asked) => db.tx(id, (tx) => interruptionsFor(tx, asked)),
    retrospectives: (id, now) => db.tx(id, (tx) => retrospectivePages(tx, now)),
    async drawRetrospective(id, retrospective, now, theme) {
      const model = await db.tx(id, (tx) => retrospectiveChart(tx, now, retrospective));
      return model && gallery.draw(model, theme);
    },
    lessons: (id) => db.tx(id, lessonPages),
    picture: (_id, picture, theme) => gallery.svg(picture, theme),
    picturePng: (_id, picture) => gallery.png(picture, 'small'),
    meetings: (id) => db.tx(id, meetingLists),
    meeting: (id, now, meetingId) => db.tx(id, (tx) => meetingPage({ tx, now }, meetingId)),
    calendarFile: (id, now, shareId) => db.tx(id, (tx) => calendarFileOf({ tx, now }, shareId)),
    async channels(id) {
      const programmes = await db.tx(id, listProgrammes);
      const channels = programmes.flatMap((programme) => Object.values(programme.policy.channels).flat());
      const ids = new Set(channels.filter((channel) => channel.platform === 'web').map((channel) => channel.id));
      return [...ids].map((channel) => ({ id: channel, name: CHANNEL_NAMES[channel] ?? channel }));
    },
  };
}
