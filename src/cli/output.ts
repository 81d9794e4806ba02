/** Thrown when the reader of standard output went away (`ravine trace … | head`): no error of ours. */
export class OutputClosed extends Error {}

/** A text stream written in pieces of any size, at the speed of its reader. */
export interface Output {
  write(text: string): Promise<void>;
  end(): Promise<void>;
}

/** Text is gathered to about this many characters before it is handed to the system. */
const CHUNK = 1 << 16;

export function createOutput(stream: NodeJS.WritableStream): Output {
  let pending = '';
  let failure: Error | null = null;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    failure = error.code === 'EPIPE' ? new OutputClosed() : error;
  });

  const flush = () =>
    new Promise<void>((resolve, reject) => {
      if (failure !== null) return reject(failure);
      const text = pending;
      pending = '';
      stream.write(text, (error) => {
        if (error == null) return resolve();
        reject((error as NodeJS.ErrnoException).code === 'EPIPE' ? new OutputClosed() : error);
      });
    });

  return {
    async write(text) {
      pending += text;
      if (pending.length >= CHUNK) await flush();
    },
    async end() {
      if (pending !== '') await flush();
    },
  };
}
