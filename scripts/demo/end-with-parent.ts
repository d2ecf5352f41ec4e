/**
 * Loaded before a child's own code (node --import): when the demo dies without stopping it, even by kill -9, the pipe
 * to it closes and the child ends itself as at SIGTERM, with its grace.
 */
process.stdin.on('close', () => process.kill(process.pid, 'SIGTERM'));
process.stdin.on('error', () => {
  // 'close' follows.
});
process.stdin.resume();
// The child lives as long as its own work wants.
if ('unref' in process.stdin) {
  process.stdin.unref();
}
