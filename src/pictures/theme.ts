import type { Theme } from './model.ts';

/** What is drawn in which colour. Text on `paper` or `box` has a contrast of at least 4.5:1 in both themes (theme.test.ts). */
export const PALETTES = {
  light: {
    paper: '#ffffff',
    box: '#f6f7f9',
    team: '#e9ecf1',
    line: '#a5adba',
    grid: '#dfe3e8',
    ink: '#172033',
    muted: '#4d586b',
    red: '#c9252d',
    yellow: '#946200',
    green: '#1a7440',
    critical: '#1f4fd8',
    bar: '#8fa3c4',
    shade: '#eef0f4',
    freeze: '#f6e3c5',
  },
  dark: {
    paper: '#15181e',
    box: '#20252e',
    team: '#1b2028',
    line: '#6b7688',
    grid: '#333a46',
    ink: '#eef1f6',
    muted: '#aab4c3',
    red: '#ff8080',
    yellow: '#f0b429',
    green: '#5fd08d',
    critical: '#8ab0ff',
    bar: '#6d83a8',
    shade: '#1d222b',
    freeze: '#453618',
  },
} as const satisfies Record<Theme, Record<string, string>>;

export type Paint = keyof (typeof PALETTES)['light'];
