"""Droid Fine-Tuning: fine-tunes language models with MLX and proves what it did."""

__version__ = "0.1.0"
