// Twin of src/core/status.ts: one u32 per trajectory, status in the low two bits, the step at which it came to rest above.

const RUNNING = 0u;
const CONVERGED = 1u;
const DIVERGED = 2u;
const NON_FINITE = 3u;

fn packStatus(status: u32, step: u32) -> u32 {
  return (step << 2u) | status;
}

fn statusOf(packed: u32) -> u32 {
  return packed & 3u;
}
