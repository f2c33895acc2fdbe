import { Argument, Command, Option } from 'commander';
import type { DiffOptions, LintOptions } from './cli/contract.ts';
import type { Outcome } from './cli/outcome.ts';
import { readConfig } from './config.ts';
import { InvalidInput, PermanentFailure, TemporaryFailure, UserError } from './core/errors.ts';
import { staleZoneData } from './core/zone-data.ts';
import type { ExportOptions, ImportOptions, Format as RegisterFormat } from './features/exchange/index.ts';
import type { Role } from './main.ts';
import type { Format } from './specifications/model.ts';
import { version } from './version.ts';

/** Exit codes: 1 for something the caller can put right, 70 for a bug (sysexits' EX_SOFTWARE). */
const EXIT_REFUSED = 1;
const EXIT_BUG = 70;

const print = (text: string) => void process.stdout.write(`${text}\n`);
const notice = (text: string) => void process.stderr.write(`${text}\n`);

const program = new Command('depsync')
  .description('Keeps cross-team dependencies honest, in chat.')
  .version(version())
  .showSuggestionAfterError()
  .hook('preAction', (_program, { parent }) => {
    // Contracts know no hours.
    if (parent?.name() === 'contract') return;
    const stale = staleZoneData(process.versions['tz']);
    if (stale !== undefined) notice(stale);
  });

program
  .command('start')
  .description('Start Depsync: the web server, the jobs, or both')
  .addOption(new Option('--role <role>', 'what this process does').choices(['all', 'web', 'worker']).default('all'))
  .action(async ({ role }: { role: Role }) => {
    const { run } = await import('./cli/start.ts');
    await run(readConfig(), role, { print, notice });
  });

program
  .command('say <words...>')
  .description('Run one command as a person and print the answer')
  .requiredOption('--as <handle>', 'who says it, such as ana')
  .addHelpText('after', '\nExample: depsync say --as ana "/deps status"')
  .action(async (words: string[], { as }: { as: string }) => {
    const { say } = await import('./cli/say.ts');
    print(await say(readConfig(), as, words.join(' '), notice));
  });

program
  .command('story')
  .description('Play the example programme on a stepped clock and print who received what and when')
  .option('--weeks <weeks>', 'how many weeks to play, 1 to 13', '2')
  .action(async ({ weeks }: { weeks: string }) => {
    const { tell } = await import('./cli/story.ts');
    await tell(weeks, { print, notice });
  });

program
  .command('doctor')
  .description('Examine the installation: what is wrong, and what to do about it')
  .action(async () => {
    const { doctor } = await import('./cli/doctor.ts');
    const { text, healthy } = await doctor(readConfig(), notice);
    print(text);
    if (!healthy) process.exitCode = EXIT_REFUSED;
  });

program
  .command('rehearse')
  .description('Play the time to come for the register, in memory, and list dead ends before they occur')
  .option('--days <days>', 'how many days to play, 1 to 730', '365')
  .option('--programme <key>', 'only this programme')
  .option('--json', 'print the report as JSON')
  .action(async (options: { days: string; programme?: string; json?: boolean }) => {
    const { rehearseFor } = await import('./cli/rehearse.ts');
    print(await rehearseFor(readConfig(), options, notice));
  });

program
  .command('import <file>')
  .description(
    'Bring the register up to date from a YAML, XLSX or CSV file, or by what a Backstage catalogue, an OpenAPI or an AsyncAPI file proposes: all of it or nothing',
  )
  .option('--dry-run', 'say what would change, and change nothing')
  .option('--producer <team>', 'who delivers what a specification describes')
  .option('--consumers <teams>', 'who waits for it, with commas', (teams) => teams.split(','))
  .option('--programme <key>', 'where dependencies without a key belong, where there are several programmes')
  .addHelpText('after', '\nExample: depsync import orders.yaml --producer plat --consumers part,data --dry-run')
  .action(async (file: string, options: ImportOptions) => {
    const { importFrom } = await import('./cli/exchange.ts');
    print(await importFrom(readConfig(), file, options, notice));
  });

const lessons = program.command('lessons').description('What was learned before: post-mortems and retrospectives');
lessons
  .command('import <folder>')
  .description('Take lessons out of the Markdown files of a folder: all of them or none')
  .option('--dry-run', 'say what would change, and change nothing')
  .addHelpText('after', '\nExample: depsync lessons import examples/lessons --dry-run')
  .action(async (folder: string, { dryRun = false }: { dryRun?: boolean }) => {
    const { importFolder } = await import('./cli/lessons.ts');
    print(await importFolder(readConfig(), folder, dryRun, notice));
  });

program
  .command('export')
  .description('Print the register')
  .addOption(
    new Option('--format <format>', 'how').choices(['yaml', 'json', 'csv', 'xlsx', 'markdown']).default('yaml'),
  )
  .addOption(
    new Option('--of <kind>', 'what CSV holds').choices([
      'dependencies',
      'commitments',
      'actions',
      'risks',
      'decisions',
    ]),
  )
  .option('--programme <key>', 'which programme, where there are several')
  .addHelpText('after', '\nExample: depsync export --format xlsx > register.xlsx')
  .action(async ({ format, ...options }: { format: RegisterFormat } & ExportOptions) => {
    if (format === 'xlsx' && process.stdout.isTTY) {
      throw new InvalidInput(
        'no-file',
        'A workbook is no text. Write it to a file: depsync export --format xlsx > register.xlsx',
      );
    }
    const { exportAs } = await import('./cli/exchange.ts');
    process.stdout.write(await exportAs(readConfig(), format, options, notice));
  });

program
  .command('brief')
  .description('Print the executive brief; fails where something is missing on a red or yellow')
  .addOption(new Option('--format <format>', 'how').choices(['markdown', 'html']).default('markdown'))
  .option('--programme <key>', 'which programme, where there are several')
  .addHelpText('after', '\nExample: depsync brief --format html > brief.html')
  .action(async ({ format, programme }: { format: 'markdown' | 'html'; programme?: string }) => {
    const { printBrief } = await import('./cli/brief.ts');
    print(await printBrief(readConfig(), format, programme, notice));
  });

program
  .command('schema')
  .description('Print the JSON Schema of a register file')
  .action(async () => {
    const { schema } = await import('./cli/exchange.ts');
    print(schema());
  });

const policy = program
  .command('policy')
  .description(
    'Check, show, compare and change the policy of a programme: all that it decides for itself, as one YAML file',
  );

policy
  .command('check <file>')
  .description('Check a policy file by itself, without a database')
  .addHelpText('after', '\nExit codes: 0 it can be used, 3 it cannot; each error is told with its line and path.')
  .action(async (file: string) => {
    const { checkPolicy } = await import('./cli/policy.ts');
    end(await checkPolicy(file));
  });

policy
  .command('show [programme]')
  .description('Print the policy of a programme as a file')
  .option('--policy-version <number>', 'an earlier version')
  .addHelpText('after', '\nExample: depsync policy show Q1 > policy.yaml')
  .action(async (programme: string | undefined, { policyVersion }: { policyVersion?: string }) => {
    const { policyAsFile } = await import('./cli/policy.ts');
    process.stdout.write(await policyAsFile(readConfig(), programme, policyVersion, notice));
  });

policy
  .command('diff <file>')
  .description('Say in what a policy file differs from what holds')
  .addHelpText('after', '\nExit codes: 0 nothing, 1 it differs, 3 it cannot be read.')
  .action(async (file: string) => {
    const { diffPolicy } = await import('./cli/policy.ts');
    end(await diffPolicy(readConfig(), file, notice));
  });

policy
  .command('apply <file>')
  .description('Change the policy of a programme by a file: all of it or nothing; parts left out stay')
  .requiredOption('--as <handle>', 'who changes it: a lead, such as lena')
  .option('--dry-run', 'say what would change, and change nothing')
  .action(async (file: string, options: { as: string; dryRun?: boolean }) => {
    const { applyPolicy } = await import('./cli/policy.ts');
    const { text, taken } = await applyPolicy(readConfig(), file, options, notice);
    print(text);
    if (!taken) process.exitCode = EXIT_REFUSED;
  });

policy
  .command('history [programme]')
  .description('List the versions of a policy: when, by whom, which parts')
  .action(async (programme: string | undefined) => {
    const { policyHistory } = await import('./cli/policy.ts');
    print(await policyHistory(readConfig(), programme, notice));
  });

program
  .command('programme')
  .description('Start a programme')
  .command('start [programme]')
  .description('Start it: its kickoff summary is composed, and posted within 24 hours')
  .requiredOption('--as <handle>', 'who starts it: a lead, such as lena')
  .action(async (programme: string | undefined, { as }: { as: string }) => {
    const { say } = await import('./cli/say.ts');
    print(await say(readConfig(), as, `/deps programme start ${programme ?? ''}`, notice));
  });

program
  .command('manifest')
  .description("Print the manifest of the Slack or the Teams app, made from Depsync's commands")
  .addArgument(new Argument('[platform]', 'whose').choices(['slack', 'teams']).default('slack'))
  .addOption(new Option('--url <url>', 'public address of Depsync; without it the manifest of Slack uses Socket Mode'))
  .addOption(new Option('--app-id <guid>', 'Teams: the Microsoft app id of the bot'))
  .action(async (platform: 'slack' | 'teams', { url, appId }: { url?: string; appId?: string }) => {
    const { manifest, manifestForTeams } = await import('./cli/manifest.ts');
    process.stdout.write(platform === 'slack' ? manifest(url) : manifestForTeams({ url, appId }));
  });

program
  .command('audit')
  .description('Check that what happened is what ought to have happened')
  .command('schedule')
  .description('Compare what ought to have been sent with what was: missed, late, doubled, to the wrong person')
  .option('--days <days>', 'how far back, 1 to 90', '7')
  .option('--json', 'print everything as JSON')
  .action(async ({ days, json = false }: { days: string; json?: boolean }) => {
    const { scheduleAudit } = await import('./cli/audit.ts');
    const { text, clean } = await scheduleAudit(readConfig(), days, json, notice);
    print(text);
    if (!clean) process.exitCode = EXIT_REFUSED;
  });

const contract = program
  .command('contract')
  .description('Write, check, compare and submit specifications (OpenAPI, AsyncAPI, JSON Schema)');

contract
  .command('new')
  .description('Print a document to start from')
  .addOption(
    new Option('--kind <kind>', 'of what').choices(['openapi', 'asyncapi', 'json-schema']).makeOptionMandatory(),
  )
  .action(async ({ kind }: { kind: Format }) => {
    const { newContract } = await import('./cli/contract.ts');
    process.stdout.write(newContract(kind));
  });

contract
  .command('compendium <folder>')
  .description('Write all contracts into a folder: versions, change logs, samples, checklists and approvals')
  .option('--programme <key>', 'only this programme')
  .addHelpText('after', '\nExample: depsync contract compendium contracts/')
  .action(async (folder: string, { programme }: { programme?: string }) => {
    const { writeCompendium } = await import('./cli/compendium.ts');
    print(await writeCompendium(readConfig(), folder, programme, notice));
  });

contract
  .command('submit <dependency> <file>')
  .description('Submit a specification as the contract of a dependency; fails where it is not taken')
  .requiredOption('--as <handle>', 'who submits it, such as ana')
  .option('--as-version <version>', 'only for a document that has none, such as 1.0.0')
  .option('--note <words>', 'what approvers should know')
  .addHelpText('after', '\nExample: depsync contract submit DEP-4 orders.yaml --as ana')
  .action(async (dependency: string, file: string, options: { as: string; asVersion?: string; note?: string }) => {
    const { submitFile } = await import('./cli/submit.ts');
    const { text, taken } = await submitFile(readConfig(), dependency, file, options, notice);
    print(text);
    if (!taken) process.exitCode = EXIT_REFUSED;
  });

contract
  .command('lint <file>')
  .description('Hold a specification to the rules of docs/contract-rules.md; - reads standard input')
  .addOption(new Option('--format <format>', 'how').choices(['text', 'json']).default('text'))
  .addOption(
    new Option('--fail-on <severity>', 'the lightest finding that fails')
      .choices(['error', 'warn', 'info'])
      .default('error'),
  )
  .addHelpText('after', '\nExit codes: 0 no such finding, 1 findings, 3 not a specification.')
  .action(async (file: string, options: LintOptions) => {
    const { lintContract } = await import('./cli/contract.ts');
    end(await lintContract(file, options));
  });

contract
  .command('diff <old> <new>')
  .description('Say what changed from one version to the next, and whom it breaks; - reads standard input')
  .addOption(
    new Option(
      '--direction <direction>',
      'of a JSON Schema: who sends the data, the consumer (request) or the provider',
    )
      .choices(['request', 'response', 'both'])
      .default('both'),
  )
  .addOption(new Option('--format <format>', 'how').choices(['text', 'md', 'json']).default('text'))
  .addOption(
    new Option('--fail-on <class>', 'the lightest change that fails; none for no change')
      .choices(['none', 'additive', 'breaking'])
      .default('additive'),
  )
  .addHelpText(
    'after',
    '\nExit codes: 0 nothing or documentation, 1 additive, 2 breaking, 3 not judged or not a specification.',
  )
  .action(async (before: string, after: string, options: DiffOptions) => {
    const { diffContracts } = await import('./cli/contract.ts');
    end(await diffContracts(before, after, options));
  });

function end({ out, err, exit }: Outcome): void {
  if (out !== '') print(out);
  if (err !== '') notice(err);
  process.exitCode = exit;
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof UserError || error instanceof PermanentFailure || error instanceof TemporaryFailure) {
    notice(error.message);
    process.exitCode = EXIT_REFUSED;
  } else {
    notice(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exitCode = EXIT_BUG;
  }
}
