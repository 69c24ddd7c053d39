// Preloaded (node --import) into every process that the supervisor starts. When the supervisor is killed, nobody is
// left to end its processes; the closed channel tells them, and they end as on SIGTERM, or hard if that does not help.
// Plain enough for Node to run it from its TypeScript source, as the tests do.

const grace = 5000;

if (process.channel !== undefined) {
  process.once('disconnect', () => {
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), grace).unref();
    process.kill(process.pid, 'SIGTERM');
  });
  process.channel.unref(); // the channel alone is no reason for the process to live on
}
