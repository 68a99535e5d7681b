import { expect, it } from 'vitest';
import { isSpeechModel } from './speech-files.ts';

const WHISPER = ['config.json', 'generation_config.json', 'preprocessor_config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/encoder_model_q4.onnx', 'onnx/decoder_model_merged_q4.onnx'];

it('knows a model of Whisper’s layout by its files', () => {
  expect(isSpeechModel(WHISPER)).toBe(true);
  expect(isSpeechModel(WHISPER.slice(1))).toBe(false);
});

it('has no model hear that reads pictures, though Florence-2’s layout has all the files of Whisper’s', () => {
  expect(isSpeechModel([...WHISPER, 'onnx/vision_encoder_q4.onnx', 'onnx/embed_tokens_q4.onnx'])).toBe(false);
});
