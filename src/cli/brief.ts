import type { Config } from '../config.ts';
import { NotFound } from '../core/errors.ts';
import { briefFile } from '../features/briefs/index.ts';
import { listProgrammes, programmeNamed } from '../features/programme/index.ts';
import { withWorkspace } from './exchange.ts';

/** The brief of a programme, of the first one where none is named. Throws Conflict, saying what is missing. */
export function printBrief(
  config: Config,
  format: 'markdown' | 'html',
  programme: string | undefined,
  notice: (text: string) => void,
): Promise<string> {
  return withWorkspace(config, notice, ({ db }, workspace) =>
    db.tx(workspace, async (tx) => {
      const all = await listProgrammes(tx);
      const chosen = programme === undefined ? all[0] : programmeNamed(all, programme);
      if (chosen === undefined) throw new NotFound('no-programme', 'There is no programme yet: depsync import FILE.');
      return briefFile(tx, config.clock.now(), chosen, format);
    }),
  );
}
