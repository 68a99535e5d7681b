import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import Slider from './Slider.svelte';

const guidance = () => {
  const props = $state({ label: 'Guidance', value: 1.75, min: 0, max: 10, step: 0.05, digits: 1, hint: 'How closely the words are followed.' });
  return props;
};
let props: ReturnType<typeof guidance>;
let slider: object;

beforeEach(() => {
  props = guidance();
  slider = mount(Slider, { target: document.body, props });
  flushSync();
});
afterEach(() => unmount(slider));

const number = () => page.getByRole('spinbutton', { name: 'Guidance, as a number' });
const range = () => page.getByRole('slider', { name: 'Guidance', exact: true });

it('shows the value that is used, not one near it', async () => {
  await expect.element(number()).toHaveValue(1.75);
  await expect.element(range()).toHaveValue('1.75');
  expect((number().element() as HTMLInputElement).validity.stepMismatch).toBe(false);
});

it('takes a number and keeps it as it was typed', async () => {
  await number().fill('2.35');
  await userEvent.tab();
  expect(props.value).toBe(2.35);
  await expect.element(number()).toHaveValue(2.35);
  props.value = 3;
  flushSync();
  expect((number().element() as HTMLInputElement).value).toBe('3.0');
});

it('puts back what was there where no number is given', async () => {
  await number().fill('');
  await userEvent.tab();
  expect(props.value).toBe(1.75);
  await expect.element(number()).toHaveValue(1.75);
});
