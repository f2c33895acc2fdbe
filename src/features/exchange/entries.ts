/** Keys and handles by id. */
export interface Names {
  team(id: string): string;
  person(id: string | null): string | undefined;
  dependency(id: string | null): string | undefined;
}

/** A list, unless it is empty. */
export function orNothing<Item>(items: Item[]): Item[] | undefined {
  return items.length === 0 ? undefined : items;
}

export type Filled<Fields> = {
  [Name in keyof Fields as undefined extends Fields[Name] ? never : Name]: Fields[Name];
} & {
  [Name in keyof Fields as undefined extends Fields[Name] ? Name : never]?: Exclude<Fields[Name], undefined>;
};

/** Fields without those that are empty. */
export function filled<Fields extends object>(fields: Fields): Filled<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null),
  ) as Filled<Fields>; // what is left has the types it had
}
