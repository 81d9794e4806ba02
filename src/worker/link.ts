/** A two-way line between a page and one of its workers; what is sent arrives whole and in order. */
export interface Link {
  /** @param transfer buffers that go over instead of being copied */
  send(message: unknown, transfer: Transferable[]): void;
  /** Call once. @param onFailure the other end is lost for good */
  listen(onMessage: (message: unknown) => void, onFailure: (error: unknown) => void): void;
  /** What is still under way is lost. */
  close(): void;
}

export function linkToWorker(worker: Worker): Link {
  return {
    send: (message, transfer) => worker.postMessage(message, transfer),
    listen(onMessage, onFailure) {
      worker.onmessage = ({ data }) => onMessage(data);
      // Of code that does not arrive browsers give no reason.
      worker.onerror = ({ error, message }) =>
        onFailure(error ?? new Error(message || 'its code could not be loaded'));
      worker.onmessageerror = () => onFailure(new Error('A message could not be read.'));
    },
    close: () => worker.terminate(),
  };
}
