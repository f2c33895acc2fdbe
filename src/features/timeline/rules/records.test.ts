import type { Dependency } from '../../register/model.ts';
import type { Milestone, Records } from '../model.ts';
import { unplanned } from './plan.ts';
import { withDependency, withMilestone, withoutMilestone } from './records.ts';

/** The parts that these rules read; a dependency is more than they look at. */
const dependency = (id: string, dueDate: string | null) => ({ id, dueDate }) as Dependency;
const stage = (dependencyId: string, facts: Partial<Milestone> = {}) => ({
  ...unplanned(dependencyId, 'contract'),
  ...facts,
});

const RECORDS: Records = {
  today: '2026-12-01',
  programme: { releaseDate: null, leadIds: [] },
  dependencies: [dependency('A', '2026-12-11'), dependency('B', null)],
  teams: new Map(),
  people: new Map(),
  milestones: [stage('A', { endDate: '2026-12-04' }), stage('B'), { ...stage('A'), stage: 'test' }],
  programmeMilestones: [],
  needs: [],
  environments: [],
  freezes: [],
};

it('has other facts of one dependency, and leaves all else', () => {
  const after = withDependency(RECORDS, 'A', { dueDate: '2026-12-18' });

  expect(after).toEqual({ ...RECORDS, dependencies: [dependency('A', '2026-12-18'), dependency('B', null)] });
  expect(RECORDS.dependencies[0]?.dueDate).toBe('2026-12-11');
  expect(withDependency(RECORDS, 'C', { dueDate: '2026-12-18' })).toEqual(RECORDS);
});

it('has one milestone of each stage', () => {
  const moved = stage('A', { endDate: '2026-12-08' });
  const { milestones } = withMilestone(RECORDS, moved);

  expect(milestones.filter((one) => one.dependencyId === 'A' && one.stage === 'contract')).toEqual([moved]);
  expect(milestones).toHaveLength(RECORDS.milestones.length);
});

it('has nothing planned of a stage that is taken out, and all others', () => {
  const { milestones } = withoutMilestone(RECORDS, 'A', 'contract');

  expect(milestones.map(({ dependencyId, stage: name }) => `${dependencyId} ${name}`)).toEqual([
    'B contract',
    'A test',
  ]);
});
