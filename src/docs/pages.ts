import { optimizersPage } from './optimizers-page.ts';
import { schedulesPage } from './schedules-page.ts';

/** Every generated page of the documentation: path below the checkout → text. */
export const pages: Readonly<Record<string, string>> = {
  'docs/optimizers.md': optimizersPage(),
  'docs/schedules.md': schedulesPage(),
};
