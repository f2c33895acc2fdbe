export { interrupt, interruptionsThisWeek, morningTimer, type Request } from './interrupt.ts';
export { MORNING } from './model.ts';
export { type Budget, isSpent, momentFor, weekByWeek } from './rules.ts';
