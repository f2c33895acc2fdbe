import type { Feature } from '../feature.ts';
import { mapCommand, timelineCommand } from './handlers.ts';

export { type Gallery, openGallery } from './gallery.ts';
export { outlookFor } from './page.ts';

export const outlook: Feature = { name: 'outlook', commands: [mapCommand, timelineCommand] };
