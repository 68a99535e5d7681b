import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

// Where CI is set, typescript-eslint takes the text of a file from the disk, once, and not from lintText.
const eslint = new ESLint({
  overrideConfig: { languageOptions: { parserOptions: { disallowAutomaticSingleRunInference: true } } },
});

/** The rules that one line breaks when it stands in a file that exists. */
async function broken(file: string, line: string): Promise<string[]> {
  const [result] = await eslint.lintText(`${line}\n`, { filePath: file });
  return [...new Set(result?.messages.map((message) => message.ruleId ?? message.message))].filter(
    (rule) => rule !== '@typescript-eslint/no-unused-vars',
  );
}

const FORBIDDEN: readonly (readonly [why: string, file: string, line: string, rule: string])[] = [
  ['core uses a Node module', 'src/core/schema/result.ts', "import 'node:fs';", 'no-restricted-imports'],
  ['core uses a Node module without its prefix', 'src/core/schema/result.ts', "import 'crypto';", 'no-restricted-imports'],
  ['core uses a page', 'src/core/schema/result.ts', 'export const page = document.title;', 'no-restricted-globals'],
  ['core uses a Node global', 'src/core/schema/result.ts', 'export const home = process.cwd();', 'no-restricted-globals'],
  ['core uses ONNX Runtime', 'src/core/pipelines/runtime.ts', "import 'onnxruntime-web/webgpu';", 'no-restricted-imports'],
  ['core uses a framework', 'src/core/schema/result.ts', "import 'svelte';", 'no-restricted-imports'],
  ['core imports the studio', 'src/core/schema/result.ts', "import '../../lib/engine/choose.ts';", 'import-x/no-restricted-paths'],
  ['core imports the accelerator', 'src/core/schema/result.ts', "import '../../../accelerator/engines/onnx/digest.ts';", 'import-x/no-restricted-paths'],
  ['the schema imports the domain', 'src/core/schema/result.ts', "import '../domain/generate/engine.ts';", 'import-x/no-restricted-paths'],
  ['the domain imports the pipelines', 'src/core/domain/generate/engine.ts', "import '../../pipelines/runtime.ts';", 'import-x/no-restricted-paths'],
  ['the accelerator imports the studio', 'accelerator/engines/onnx/digest.ts', "import '#lib/engine/choose.ts';", 'import-x/no-restricted-paths'],
  ['the studio imports the accelerator', 'src/lib/engine/choose.ts', "import '../../../accelerator/engines/onnx/digest.ts';", 'import-x/no-restricted-paths'],
  ['a second file of the accelerator imports ONNX Runtime', 'accelerator/engines/onnx/digest.ts', "import 'onnxruntime-node';", 'no-restricted-imports'],
  ['a second file of the studio imports ONNX Runtime', 'src/lib/engine/choose.ts', "import 'onnxruntime-web/webgpu';", 'no-restricted-imports'],
  ['an engine imports a component', 'src/lib/engine/choose.ts', "import '../components/ui/Button.svelte';", 'import-x/no-restricted-paths'],
  ['two modules import each other', 'src/core/schema/mode.ts', "import './recipe.ts';", 'import-x/no-cycle'],
  ['a promise is forgotten', 'accelerator/engines/onnx/digest.ts', 'void 0; Promise.resolve(1);', '@typescript-eslint/no-floating-promises'],
];

describe('the lint rules refuse', { timeout: 60_000 }, () => {
  it.each(FORBIDDEN)('%s', async (_why, file, line, rule) => {
    expect(await broken(file, line)).toContain(rule);
  });
});

describe('the lint rules allow', { timeout: 60_000 }, () => {
  it.each([
    ['pipelines import the domain', 'src/core/pipelines/runtime.ts', "import '../domain/generate/engine.ts';"],
    ['the accelerator imports core', 'accelerator/engines/onnx/digest.ts', "import '#core/domain/generate/engine.ts';"],
    ['the studio imports core', 'src/lib/engine/choose.ts', "import '#core/domain/generate/engine.ts';"],
    ['the one home of ONNX Runtime in Node', 'accelerator/engines/onnx/runtime.ts', "import 'onnxruntime-node';"],
  ] as const)('%s', async (_what, file, line) => {
    expect(await broken(file, line)).toEqual([]);
  });
});
