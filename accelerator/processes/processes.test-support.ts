import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The processes that this one has started and that run a model. Unix only. */
export function modelProcesses(parent = process.pid): number[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [pid, ppid, ...words] = line.trim().split(/\s+/);
    return Number(ppid) === parent && words.some((word) => word.endsWith('onnx/child.ts')) ? [Number(pid)] : [];
  });
}

/** Whether a process is there and at work: one that has ended and that nobody has asked about yet is gone. */
export function isThere(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** The most bytes of memory that a process has held so far. Linux only. */
export function peakMemory(pid: number): number {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
}

/** Leaves a process the memory that it has, and no more. Linux only. */
export function leaveNoMemory(pid: number): void {
  const kilobytes = Number(/^VmSize:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  execFileSync('prlimit', ['--pid', String(pid), `--as=${kilobytes * 1024}`]);
}
