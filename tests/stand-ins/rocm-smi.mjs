#!/usr/bin/env node
/**
 * Stands in for AMD's rocm-smi where there is no such card: it answers with `--json` as versions 5 and 6 do.
 * ROCM_SMI_STAND_IN says what happens: new (version 6, two cards), old (version 5), warned, none, broken.
 */
import process from 'node:process';

const MODE = process.env.ROCM_SMI_STAND_IN ?? 'new';

const NEW = {
  card1: { 'GPU use (%)': '3', 'Temperature (Sensor edge) (C)': 'N/A', 'Temperature (Sensor junction) (C)': '41.0', 'Current Socket Graphics Package Power (W)': '7.222', 'VRAM Total Memory (B)': '536870912', 'VRAM Total Used Memory (B)': '452984832', 'Device Name': 'Phoenix3', 'Card Series': 'N/A', 'Card Model': '0x1900' },
  card0: { 'GPU use (%)': '99', 'Temperature (Sensor edge) (C)': '62.0', 'Temperature (Sensor junction) (C)': '78.0', 'Average Graphics Package Power (W)': '291.0', 'VRAM Total Memory (B)': '21458059264', 'VRAM Total Used Memory (B)': '18253611008', 'Card Series': 'Radeon RX 7900 XT', 'Card Model': '0x744c' },
};
const OLD = { card0: { 'GPU use (%)': '12', 'Temperature (Sensor edge) (C)': '38.0', 'Average Graphics Package Power (W)': '15.0', 'VRAM Total Memory (B)': '17163091968', 'VRAM Total Used Memory (B)': '17453056', 'Card series': 'Navi 21 [Radeon RX 6800]' }, system: { 'Driver version': '5.18.13' } };

const wantsJson = process.argv.includes('--json');
if (MODE === 'broken') {
  process.stdout.write('ERROR:root:Driver not initialized (amdgpu not found in modules)\n');
  process.exitCode = 1;
} else if (!wantsJson || !process.argv.includes('--showmeminfo')) {
  process.stderr.write('usage: rocm-smi [-h] …\n');
  process.exitCode = 2;
} else if (MODE === 'none') process.stdout.write('WARNING: No JSON data to report\n');
else {
  if (MODE === 'warned') process.stdout.write('WARNING: AMD GPU device(s) is/are in a low-power state. Check power control/runtime_status\n\n');
  process.stdout.write(`${JSON.stringify(MODE === 'old' ? OLD : NEW)}\n`);
}
