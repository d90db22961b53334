// Child processes that say on a line when they are ready.
import { spawn } from 'node:child_process';

/** Starts `bin`, and waits for a line that matches `ready`; resolves to the child and the match. */
export function start(bin, args, ready, env = {}) {
  const child = spawn(bin, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  let said = '';
  child.said = () => said;
  const up = new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${bin} is not ready after 20 s:\n${said}`)), 20_000);
    const hear = (data) => {
      said += data;
      const match = said.match(ready);
      if (match) {
        clearTimeout(timer);
        resolve(match);
      }
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`${bin} ended with ${code}:\n${said}`));
    });
    child.on('error', reject);
  });
  return up.then((match) => ({ child, match }));
}

/** Ends a child and waits for it. */
export function end(child, signal = 'SIGTERM') {
  if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child?.exitCode);
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve(code));
    child.kill(signal);
  });
}
