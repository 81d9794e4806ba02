/** What the app builds its screen from. */
export { createCurves } from './curves.ts';
export { createDialogs } from './dialogs.ts';
export { createHeader } from './header.ts';
export { createHoverCard } from './hover-card.ts';
export { createSheetTabs } from './layout.ts';
export { createLegend } from './legend.ts';
export { createPanel } from './panel.ts';
export { connectShortcuts } from './shortcuts.ts';
export { createStatusBar } from './status-bar.ts';
export { colorOfTeam, connectTheme, teamColor, teamColors } from './theme.ts';
export { createUnsupportedPage } from './unsupported-page.ts';
