"""Rows made ready for the trainer: in which order, which are repeated, and what that saves."""

from pydantic import BaseModel, ConfigDict, Field

from backend.domain.token_report import Padding, TokenSettings

SHOWN_REPEATS = 1023


class PrepareSettings(TokenSettings):
    """What decides how rows are prepared."""

    sort_by_length: bool = True


class Repeat(BaseModel):
    """A row that stands twice, so that the last batch is whole."""

    model_config = ConfigDict(frozen=True)

    line: int = Field(description="Its line in the source file.")
    index: int = Field(description="Where its copy stands in the prepared file, counted from 0.")


class PreparedFile(BaseModel):
    """One prepared file."""

    model_config = ConfigDict(frozen=True)

    name: str = Field(description="train, valid or test.")
    source: str
    sha256: str = Field(description="Of the prepared file.")
    tokens_sha256: str = Field(description="Of the tokens that are kept beside it.")
    rows: int = Field(description="Rows in the prepared file, copies included: a multiple of the batch size.")
    source_rows: int
    repeated: list[Repeat] = Field(description="At most batch size - 1.")
    tokens: int = Field(description="Tokens of the source's rows.")
    target_tokens: int = Field(description="Tokens that mlx-lm counts in one pass over the prepared file.")
    truncated_rows: int
    before: Padding = Field(description="As the source stands: file order, the last partial batch left out.")
    after: Padding


class Preparation(BaseModel):
    """Everything that was prepared for one run."""

    model_config = ConfigDict(frozen=True)

    settings: PrepareSettings
    files: list[PreparedFile]

    def file(self, name: str) -> PreparedFile | None:
        """The file of this name, where there is one."""
        return next((file for file in self.files if file.name == name), None)

    def sentences(self) -> list[str]:
        """What a person should know, one thing a sentence."""
        said = []
        train = self.file("train")
        if train is not None and train.before.positions:
            said.append(
                f"{train.before.share:.0%} of the computing would have been padding, now it is {train.after.share:.0%}."
            )
        for file in self.files:
            if file.repeated:
                lines = ", ".join(str(repeat.line) for repeat in file.repeated[:20])
                said.append(
                    f"{len(file.repeated)} of {file.source_rows} {file.name} rows are repeated so that the last batch is "
                    f"whole and none is left out (lines {lines})."
                )
        return said


class PrepareWork(BaseModel):
    """What the command line is told."""

    sources: dict[str, str] = Field(description="train, valid and test -> JSONL file.")
    target: str = Field(description="Folder for the prepared files.")
    model: str
    settings: PrepareSettings
    cache: str | None = Field(default=None, description="Folder of kept files; null where none are kept.")
