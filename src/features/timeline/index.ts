import type { Feature } from '../feature.ts';
import { environmentCommand, freezeCommand } from './handlers/environments.ts';
import { milestonesCommand } from './handlers/milestones.ts';
import { needsCommand } from './handlers/needs.ts';
import { conflictsCommand, timelineCommand, whatIfCommand } from './handlers/show.ts';

export const timeline: Feature = {
  name: 'timeline',
  commands: [
    timelineCommand,
    conflictsCommand,
    whatIfCommand,
    milestonesCommand,
    needsCommand,
    environmentCommand,
    freezeCommand,
  ],
};
