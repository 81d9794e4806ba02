import GUI from 'lil-gui';
import { createFoldButton } from './fold.ts';
import type { PanelContext } from './panel/context.ts';
import { addGradientFolder } from './panel/gradient-folder.ts';
import { addRunFolder } from './panel/run-folder.ts';
import { addScheduleFolder } from './panel/schedule-folder.ts';
import { addStartsFolder } from './panel/starts-folder.ts';
import { addSurfaceFolder } from './panel/surface-folder.ts';
import { addTeamsFolder } from './panel/teams-folder.ts';
import { createTransport } from './panel/transport.ts';
import { addViewFolder } from './panel/view-folder.ts';

export type { PanelActions, PanelContext } from './panel/context.ts';

export interface Panel {
  dispose(): void;
}

const folders: readonly {
  title: string;
  open: boolean;
  add(folder: GUI, context: PanelContext): () => void;
}[] = [
  { title: 'Surface', open: true, add: addSurfaceFolder },
  { title: 'Teams', open: true, add: addTeamsFolder },
  { title: 'Starts', open: false, add: addStartsFolder },
  { title: 'Schedule', open: false, add: addScheduleFolder },
  { title: 'Gradient', open: false, add: addGradientFolder },
  { title: 'Run', open: false, add: addRunFolder },
  { title: 'View', open: false, add: addViewFolder },
];

/** Everything that can be set. Reads and writes the store; what is no state goes through `actions`. */
export function createPanel(container: HTMLElement, context: PanelContext): Panel {
  const transport = createTransport(context);
  transport.element.append(createFoldButton(container, 'controls'));
  container.replaceChildren(transport.element);
  const gui = new GUI({ container, title: 'Controls' });
  const stops = folders.map(({ title, open, add }) => {
    const folder = gui.addFolder(title);
    const stop = add(folder, context);
    folder.open(open);
    return stop;
  });
  return {
    dispose() {
      for (const stop of stops.splice(0)) stop();
      transport.dispose();
      gui.destroy();
      container.replaceChildren();
    },
  };
}
