"""Make the offline demo: `python -m backend.workers.make_demo [--out FOLDER] [--steps N] [--seed N]`.

Knows the order of work and where each file lies. Does not know what the corpus says, how text
becomes tokens, or how the model learns; those are demo_corpus, demo_tokenizer and demo_model.
"""

import argparse
from pathlib import Path

from backend.workers import demo_animals, demo_corpus, demo_model, demo_tokenizer


def _turns(row: demo_corpus.Row) -> tuple[str, str]:
    question, reply = row["messages"]
    return question["content"], reply["content"]


def write_data(folder: Path) -> None:
    """Write the three fine-tuning files."""
    folder.mkdir(parents=True, exist_ok=True)
    for split in demo_animals.SPLITS:
        text = demo_corpus.jsonl(demo_corpus.pirate_rows(split))
        (folder / f"{split}.jsonl").write_text(text, encoding="utf-8", newline="\n")


def write_model(folder: Path, dials: demo_model.Pretraining) -> None:
    """Train tokenizer and model from nothing and write their files."""
    folder.mkdir(parents=True, exist_ok=True)
    base = [_turns(row) for row in demo_corpus.base_rows()]
    pirate = [_turns(row) for row in demo_corpus.pirate_rows("train")]
    texts = [
        f"{role}\n{text}" for turns in base + pirate for role, text in zip(("user", "assistant"), turns, strict=True)
    ]
    tokenizer = demo_tokenizer.train_tokenizer(texts)
    demo_tokenizer.save_tokenizer(tokenizer, folder)
    ids = tokenizer.get_vocab()
    tokens = demo_model.Tokens(
        vocabulary=len(ids),
        context=demo_tokenizer.CONTEXT_TOKENS,
        end=ids[demo_tokenizer.END],
        pad=ids[demo_tokenizer.PAD],
    )
    config = demo_model.model_config(tokens)
    model = demo_model.new_model(config, dials.seed)
    rows = [demo_tokenizer.encode_turns(tokenizer, *turns) for turns in base]
    demo_model.pretrain(model, rows, dials, lambda step, loss: print(f"step {step}: loss {loss:.4f}", flush=True))
    demo_model.save_model(model, config, folder)


def main() -> None:
    """Read the flags and make everything anew."""
    defaults = demo_model.Pretraining()
    parser = argparse.ArgumentParser(description="Make the offline demo model and its data.")
    parser.add_argument("--out", type=Path, default=Path("configs/demo"))
    parser.add_argument("--steps", type=int, default=defaults.steps)
    parser.add_argument("--seed", type=int, default=defaults.seed)
    flags = parser.parse_args()
    write_data(flags.out / "data")
    write_model(flags.out / "model", demo_model.Pretraining(steps=flags.steps, seed=flags.seed))


if __name__ == "__main__":
    main()
