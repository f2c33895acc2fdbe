import type { Feature } from '../feature.ts';
import { mapCommand, timelineCommand } from './handlers.ts';
import { whatIfCommand } from './what-if.ts';

export { type Gallery, openGallery } from './gallery.ts';
export { outlookFor, whatIfFor } from './page.ts';
export { addPicture } from './store.ts';

export const outlook: Feature = { name: 'outlook', commands: [mapCommand, timelineCommand, whatIfCommand] };
