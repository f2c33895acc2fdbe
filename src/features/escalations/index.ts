/** What climbs to leadership tier by tier, with decisions to choose from: shared by those whose matters do. */
export { type Circle, circleOf, concernedBy, distinct, tell } from './circle.ts';
export { setTiers, showTiers, takeTier, tierOf } from './climb.ts';
export { decisionsOn, refuseUnlessOwn, requireDecider } from './decided.ts';
export { type Asked, type Decided, type Escalation, highestDue, nextTierAt, tiersOf, undecided } from './model.ts';
export { following, type Plans, type Present, plansOf } from './plan.ts';
export { escalationsOf, setDecision } from './store.ts';
