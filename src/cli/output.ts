/** Thrown when the reader of standard output went away (`ravine trace … | head`): no error of ours. */
export class OutputClosed extends Error {}

/** Thrown when standard output cannot be written to, such as where the disk is full. */
export class OutputFailed extends Error {}

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
    failure = outputError(error);
  });

  const flush = () =>
    new Promise<void>((resolve, reject) => {
      if (failure !== null) return reject(failure);
      const text = pending;
      pending = '';
      try {
        stream.write(text, (error) => (error == null ? resolve() : reject(outputError(error))));
      } catch (error) {
        // A stream to a file writes at once, and throws at once.
        reject(outputError(error as Error));
      }
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

const outputError = (error: NodeJS.ErrnoException): Error =>
  error.code === 'EPIPE'
    ? new OutputClosed()
    : new OutputFailed(`Standard output cannot be written: ${error.message}.`, { cause: error });
