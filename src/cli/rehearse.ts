import { SingleBar } from 'cli-progress';
import type { Config } from '../config.ts';
import { InvalidInput } from '../core/errors.ts';
import { rehearse } from '../rehearsal/rehearse.ts';
import { Report, reportText } from '../rehearsal/report.ts';
import { readRegister } from '../rehearsal/store.ts';
import { withWorkspace } from './exchange.ts';

/** Two years: public holidays and rules of clocks further ahead are guesses. */
const MOST_DAYS = 730;

/** Rehearses the register from now on; gives the report as text or JSON. The register is only read. */
export async function rehearseFor(
  config: Config,
  options: { days: string; programme?: string; json?: boolean },
  notice: (text: string) => void,
): Promise<string> {
  const days = Number(options.days);
  if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS) {
    throw new InvalidInput('days', `--days takes a whole number from 1 to ${MOST_DAYS}, for example --days 365.`);
  }
  const now = config.clock.now();
  const register = await withWorkspace(config, notice, ({ db }, workspace) =>
    readRegister(db, workspace, now, options.programme),
  );
  const bar = progressBar();
  try {
    const report = rehearse(register, now, now.plus({ days }), (done, of) => {
      if (done === 1) bar.start(of, 0);
      bar.update(done);
    });
    return options.json === true ? JSON.stringify(Report.parse(report), null, 2) : reportText(report);
  } finally {
    bar.stop();
  }
}

/** Shown on a terminal only; elsewhere it stays silent. */
function progressBar(): SingleBar {
  return new SingleBar({
    format: 'Rehearsing {bar} {value} of {total} owners',
    clearOnComplete: true,
    // The work leaves no room for a timer: the bar is drawn when it is told.
    synchronousUpdate: true,
    stream: process.stderr,
  });
}
