import { customType, index, pgTable, uuid } from 'drizzle-orm/pg-core';
import { instant, json, workspaceId } from '../../db/columns.ts';
import { Picture } from '../../pictures/model.ts';

const bytes = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => 'bytea',
  toDriver: (value) => Buffer.from(value),
});

/** What was shown, as it was; drawn when somebody first looks. */
export const pictures = pgTable(
  'pictures',
  {
    /** Random: who knows it may see the picture. */
    id: uuid().primaryKey(),
    workspaceId: workspaceId(),
    model: json(Picture).notNull(),
    madeAt: instant().notNull(),
    /** As PNG, in the two sizes of chats; null until it was drawn. */
    large: bytes(),
    small: bytes(),
  },
  (table) => [index().on(table.workspaceId, table.madeAt)],
);
