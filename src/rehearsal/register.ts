import { groupBy } from '../core/group.ts';
import type { Absence, Person, Team } from '../features/people/model.ts';
import type { Programme } from '../features/programme/model.ts';
import type { Dependency } from '../features/register/model.ts';

/** What a rehearsal knows: the register as it stood when it was read. */
export interface Register {
  programmes: readonly Programme[];
  people: ReadonlyMap<string, Person>;
  teams: readonly Team[];
  /** By person, in order of their beginning. */
  absences: ReadonlyMap<string, readonly Absence[]>;
  /** Chat platforms this workspace is connected to; the web console is always there. */
  platforms: readonly string[];
  /** People whom one of those platforms knows by id. */
  identified: ReadonlySet<string>;
  /** The open ones, by programme. */
  dependencies: ReadonlyMap<string, readonly Dependency[]>;
}

/** An owner and what they have in a programme. */
export interface Ownership {
  programme: Programme;
  owner: Person;
  dependencies: readonly Dependency[];
}

export function openIn(register: Register, programme: Programme): readonly Dependency[] {
  return register.dependencies.get(programme.id) ?? [];
}

/** Whoever has anything open, programme by programme. */
export function ownershipsOf(register: Register): Ownership[] {
  return register.programmes.flatMap((programme) =>
    [...groupBy(openIn(register, programme), (one) => one.ownerId)].flatMap(([id, dependencies]) => {
      const owner = register.people.get(id ?? '');
      return owner === undefined ? [] : [{ programme, owner, dependencies }];
    }),
  );
}

/** Who helps out with a dependency, if somebody is named: its own delegate, else the owner's. */
export function delegateOf(register: Register, { owner }: Ownership, dependency: Dependency): Person | undefined {
  return register.people.get(dependency.delegateId ?? owner.delegateId ?? '');
}
