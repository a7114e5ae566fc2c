"""What a run will do, worked out before it starts and kept beside it to be compared with what it did."""

from pydantic import BaseModel, ConfigDict, Field


class RunPlan(BaseModel):
    """The promise that the proof is held against."""

    model_config = ConfigDict(frozen=True)

    iterations: int
    model_type: str
    model_blocks: int = Field(description="Blocks in the model.")
    blocks: list[int] = Field(description="Blocks that will carry adapters.")
    keys: list[str] = Field(description="Matrices that will carry adapters, as paths inside a block.")
    modules: list[str] = Field(description="Every adapted module as <block>.<path>.")
    trainable_parameters: int
    total_parameters: int
    train_rows: int
    val_rows: int

    def asked(self) -> list[tuple[int, str]]:
        """(block, path) of every module."""
        return [(int(block), path) for block, _, path in (module.partition(".") for module in self.modules)]
