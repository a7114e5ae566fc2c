"""The demo model's tokenizer: byte-level BPE with a ChatML template.

Knows token files and the chat format. Does not know what the corpus says or how a model learns.
"""

import json
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

PAD = "<|endoftext|>"
START = "<|im_start|>"
END = "<|im_end|>"
MOST_TOKENS = 848  # the corpus runs out of pairs to merge a little before
CONTEXT_TOKENS = 256

# The generation prompt ends where the assistant's words begin; END closes every turn and stops generation.
CHAT_TEMPLATE = (
    "{% for message in messages %}"
    "{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)


def train_tokenizer(texts: list[str]) -> Tokenizer:
    """A BPE over bytes learnt from `texts`; PAD has id 0, the id the trainer pads with."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=MOST_TOKENS,
        special_tokens=[PAD, START, END],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def save_tokenizer(tokenizer: Tokenizer, folder: Path) -> None:
    """Write the two files that transformers and mlx-lm read."""
    settings = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "eos_token": END,
        "pad_token": PAD,
        "additional_special_tokens": [START, END],
        "clean_up_tokenization_spaces": False,
        "model_max_length": CONTEXT_TOKENS,
        "chat_template": CHAT_TEMPLATE,
    }
    tokenizer.save(str(folder / "tokenizer.json"))
    text = json.dumps(settings, indent=2) + "\n"
    (folder / "tokenizer_config.json").write_text(text, encoding="utf-8")


def encode_turns(tokenizer: Tokenizer, question: str, reply: str) -> tuple[list[int], int]:
    """One exchange as CHAT_TEMPLATE renders it: its ids, and how many of them are the prompt."""
    prompt = tokenizer.encode(f"{START}user\n{question}{END}\n{START}assistant\n").ids
    return prompt + tokenizer.encode(f"{reply}{END}\n").ids, len(prompt)
