import type { DockPanel } from './dock.ts';
import { h } from './dom.ts';

type Content = Pick<DockPanel, 'element' | 'onShow' | 'onHide'>;

/** A panel whose code is loaded when it is first shown: few look at all of them, and the first screen waits for none. */
export function latePanel(load: () => Promise<Content>, onError: (error: unknown) => void): Content {
  const element = h('div.late-panel');
  let isShown = false;
  let content: Content | null = null;
  let isLoading = false;

  const mount = async (): Promise<void> => {
    if (isLoading) return;
    isLoading = true;
    try {
      content = await load();
      element.append(content.element);
      if (isShown) content.onShow?.();
    } catch (error) {
      // The next time that it is shown it tries again.
      isLoading = false;
      onError(error);
    }
  };
  return {
    element,
    onShow() {
      isShown = true;
      if (content) content.onShow?.();
      else void mount();
    },
    onHide() {
      isShown = false;
      content?.onHide?.();
    },
  };
}
