import type { NoSafetensors } from '../pool/safetensors.ts';

/** What is wrong with a file that should be a LoRA, behind its name. */
export const NO_LORA: Readonly<Record<NoSafetensors, string>> = {
  empty: 'is empty',
  pickle: 'is a PyTorch file or a zip. Such files can run programs when they are read, so they are not taken; most LoRAs are offered as .safetensors, too',
  gguf: 'is a GGUF file, which holds a whole model',
  page: 'is a web page: the download led to a page that wants you to sign in, or to agree',
  pointer: 'only says where the file lies (a Git LFS pointer); download the file itself',
  cut: 'is not whole: it ends before its header says',
  header: 'is not a safetensors file, or its header was damaged or made up',
};
