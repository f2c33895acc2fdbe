import type { Database } from '../../db/db.ts';
import type { Picture, Theme } from '../../pictures/model.ts';
import type { PictureThread } from '../../pictures/worker/index.ts';
import * as store from './store.ts';

/**
 * The longest side of a PNG. Large is sharp on a wide screen. Ours. Teams takes 1,024.
 * [learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format]
 */
const MOST_PIXELS: Readonly<Record<store.Size, number>> = { large: 2_048, small: 1_024 };

/** The pictures of one workspace, drawn on a thread of their own. Each gives undefined for one that is gone. */
export interface Gallery {
  svg(id: string, theme: Theme): Promise<string | undefined>;
  png(id: string, size: store.Size): Promise<Uint8Array | undefined>;
  /** One that is not written down: a page's, with room for more. */
  draw(picture: Picture, theme: Theme): Promise<string>;
}

export function openGallery(db: Database, workspace: string, thread: PictureThread): Gallery {
  return {
    async svg(id, theme) {
      const picture = await db.tx(workspace, (tx) => store.getModel(tx, id));
      return picture && thread.run('svg', { picture, room: 'chat', theme });
    },
    async png(id, size) {
      const drawn = await db.tx(workspace, (tx) => store.getDrawn(tx, id, size));
      if (drawn !== undefined) return drawn;
      const picture = await db.tx(workspace, (tx) => store.getModel(tx, id));
      if (picture === undefined) return undefined;
      const png = await thread.run('png', { picture, room: 'chat', most: MOST_PIXELS[size] });
      await db.tx(workspace, (tx) => store.saveDrawn(tx, id, size, png));
      return png;
    },
    draw: (picture, theme) => thread.run('svg', { picture, room: 'page', theme }),
  };
}
