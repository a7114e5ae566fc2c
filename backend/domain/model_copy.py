"""A copy of a model in float32, for computers that compute nothing else fast."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from backend.domain.data_jobs import Job


class Float32Request(BaseModel):
    """Which model to copy."""

    model_config = ConfigDict(extra="forbid")

    model: str = Field(
        min_length=1, max_length=4096, description="Folder or Hugging Face id with half-precision weights."
    )


class Float32Copy(BaseModel):
    """What came of it."""

    model_config = ConfigDict(frozen=True)

    model: str = Field(description="The copy's folder: what to put into model_path.")
    weight_bytes: int
    found: bool = Field(description="Whether the copy was there already and nothing was written.")


class Float32Job(Job):
    """A copy in the making."""

    kind: Literal["float32"] = "float32"
    result: Float32Copy | None = None


class Float32Work(BaseModel):
    """What the worker is told."""

    model: str
    folder: str = Field(description="Where model folders are kept.")
    name: str = Field(description="Name of the copy's folder.")


class CopyOrigin(BaseModel):
    """What a copy was made of: kept in the copy, so that it is known again."""

    model_config = ConfigDict(frozen=True)

    model: str
    files: dict[str, tuple[int, int]] = Field(description="Weight file -> size and time of its last change.")
