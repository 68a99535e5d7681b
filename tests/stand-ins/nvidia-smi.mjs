#!/usr/bin/env node
/**
 * Stands in for NVIDIA's nvidia-smi where there is no such card: it answers `--query-gpu` field by field as the real
 * one does. NVIDIA_SMI_STAND_IN says what happens: one (a card), two, unsupported, localised, garbage, half, broken, hang.
 * NVIDIA_SMI_CALLS names a file that gets a line per call.
 */
import { appendFileSync } from 'node:fs';
import process from 'node:process';

const MODE = process.env.NVIDIA_SMI_STAND_IN ?? 'one';
const CARDS = [
  { index: '0', name: 'NVIDIA GeForce RTX 4090', driver_version: '570.124.06', 'memory.total': '24564', 'memory.used': '18231', 'utilization.gpu': '97', 'temperature.gpu': '71', 'power.draw': '412.53' },
  { index: '1', name: 'NVIDIA GeForce GTX 1650', driver_version: '570.124.06', 'memory.total': '4096', 'memory.used': '5', 'utilization.gpu': '0', 'temperature.gpu': '38', 'power.draw': '[N/A]' },
];

if (process.env.NVIDIA_SMI_CALLS) appendFileSync(process.env.NVIDIA_SMI_CALLS, `${Date.now()}\n`);
if (MODE === 'hang') setInterval(() => {}, 60_000);
else process.exitCode = main(process.argv.slice(2));

function main(words) {
  if (MODE === 'broken') {
    process.stdout.write("NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure that the latest NVIDIA driver is installed and running.\n\n");
    return 9;
  }
  if (MODE === 'garbage') {
    process.stdout.write(Buffer.from([0, 255, 254, 44, 32, 10, 44, 44, 44, 10]));
    return 0;
  }
  const query = words.find((word) => word.startsWith('--query-gpu='))?.slice('--query-gpu='.length).split(',');
  const format = words.find((word) => word.startsWith('--format='))?.slice('--format='.length).split(',') ?? [];
  if (!query || !format.includes('csv')) {
    process.stdout.write('Invalid combination of input arguments. Please run \'nvidia-smi -h\' for help.\n\n');
    return 2;
  }
  const unknown = query.find((field) => !(field in CARDS[0]));
  if (unknown !== undefined) {
    process.stdout.write(`Field "${unknown}" is not a valid field to query.\n\n`);
    return 2;
  }
  if (!format.includes('noheader')) process.stdout.write(`${query.join(', ')}\n`);
  for (const card of MODE === 'two' ? CARDS : CARDS.slice(0, 1)) {
    const line = query.map((field) => value(card, field)).join(', ');
    process.stdout.write(MODE === 'half' ? line.slice(0, 40) : `${line}\n`);
  }
  return 0;
}

function value(card, field) {
  if (MODE === 'unsupported' && !['name', 'driver_version'].includes(field)) return field === 'memory.total' ? '[Not Supported]' : '[N/A]';
  if (MODE === 'localised' && field === 'power.draw') return '412,53';
  return card[field];
}
