/** Where progress and messages go. */
export interface Messages {
  readonly isTTY: boolean;
  write(text: string): void;
}

/** Messages on a stream such as standard error. Where it cannot be written, the result is worth more than they are. */
export function createMessages(stream: NodeJS.WritableStream & { isTTY?: boolean }): Messages {
  stream.on('error', () => {});
  return {
    isTTY: stream.isTTY === true,
    write(text) {
      try {
        stream.write(text);
      } catch {
        // A stream to a file on a full disk throws at once; there is nowhere left to say so.
      }
    },
  };
}
