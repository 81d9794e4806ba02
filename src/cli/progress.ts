import type { Messages } from './messages.ts';

/** Says on standard error how far a long command is; silent once `done`. */
export interface Progress {
  update(text: string): void;
  done(): void;
}

/** A terminal's line is rewritten this often; a log gets a new line less often. */
const TERMINAL_INTERVAL_MS = 100;
const LOG_INTERVAL_MS = 5000;

export function createProgress(verb: string, stderr: Messages): Progress {
  const interval = stderr.isTTY ? TERMINAL_INTERVAL_MS : LOG_INTERVAL_MS;
  let last = performance.now();
  let shown = false;
  return {
    update(text) {
      const now = performance.now();
      if (now - last < interval) return;
      last = now;
      shown = true;
      stderr.write(stderr.isTTY ? `\r\x1b[2K${verb}: ${text}` : `${verb}: ${text}\n`);
    },
    done() {
      if (shown && stderr.isTTY) stderr.write('\r\x1b[2K');
      shown = false;
    },
  };
}
