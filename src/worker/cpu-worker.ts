import { linkToWorker } from './link.ts';
import { serve } from './serve.ts';

// Within a worker the global scope is its end of the line, with the same methods.
serve(linkToWorker(self as unknown as Worker));
