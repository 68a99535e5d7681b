"""The word-level tokenizer: every word of the drawn world's phrases, one id each.

``[PAD]`` is 0 and ``[UNK]`` is 1. Text is lowercased and split at white space and
punctuation, the same way here as by the ``tokenizers`` file that is written.
"""

import json
import re

from world.vocabulary import PHRASES, SMALL_WORDS

PAD, UNK = 0, 1
LONGEST = 40  # tokens

_WORD = re.compile(r"[^\W_]+")


def split(text):
    """Lowercased words of a text, without punctuation (the vocabulary has none)."""
    return _WORD.findall(text.lower())


def vocabulary():
    """word -> id, in a fixed order."""
    words = set()
    for values in PHRASES.values():
        for phrases in values.values():
            for phrase in phrases:
                words.update(split(phrase))
    for word in SMALL_WORDS:
        words.update(split(word))
    return {word: number for number, word in enumerate(["[PAD]", "[UNK]", *sorted(words)])}


def encode(text, words):
    """Ids of the known words of a text, at most ``LONGEST``; [] when none is known."""
    return [words[word] for word in split(text) if word in words][:LONGEST]


def write(folder):
    """Write tokenizer.json, tokenizer_config.json and words.json into a folder (a Path).

    words.json lists the phrases of every slot, so that an app can show what the model knows.
    """
    folder.mkdir(parents=True, exist_ok=True)
    words = vocabulary()
    special = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    tokenizer = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {"id": PAD, "content": "[PAD]", **special},
            {"id": UNK, "content": "[UNK]", **special},
        ],
        "normalizer": {"type": "Lowercase"},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": None,
        "decoder": None,
        "model": {"type": "WordLevel", "vocab": words, "unk_token": "[UNK]"},
    }
    config = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": LONGEST,
        "pad_token": "[PAD]",
        "unk_token": "[UNK]",
    }
    named = {
        slot: {value: sorted(phrases) for value, phrases in values.items() if value != "any"}
        for slot, values in PHRASES.items()
    }
    known = {"slots": named, "small": sorted(set(SMALL_WORDS))}
    (folder / "words.json").write_text(json.dumps(known, ensure_ascii=False, indent=1) + "\n")
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False, indent=1) + "\n")
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n")
