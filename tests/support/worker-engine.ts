import type { Link } from '../../src/worker/link.ts';
import { serve } from '../../src/worker/serve.ts';
import { createWorkerEngine } from '../../src/worker/worker-engine.ts';

/** A link to a worker that is no thread of its own: messages are cloned, handed over and waited for all the same. */
export function linkToServer(): Link {
  const { port1, port2 } = new MessageChannel();
  serve(linkToPort(port2));
  return linkToPort(port1);
}

export const workerEngineOf = (workers: number) =>
  createWorkerEngine(Array.from({ length: workers }, linkToServer));

function linkToPort(port: MessagePort): Link {
  return {
    send: (message, transfer) => port.postMessage(message, transfer),
    listen(onMessage, onFailure) {
      port.onmessage = ({ data }) => onMessage(data);
      port.onmessageerror = () => onFailure(new Error('A message could not be read.'));
    },
    close: () => port.close(),
  };
}
