"""What a person keeps about a run: a star, tags and a note. `notes.json` in its folder."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

MAX_TAGS = 20
MAX_NOTE = 10_000

Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40, pattern=r"^[^\x00-\x1f,]+$")]
Tags = Annotated[list[Tag], Field(max_length=MAX_TAGS, description="Words to find the run by; no comma inside one.")]
Note = Annotated[str, StringConstraints(max_length=MAX_NOTE), Field(description="Free text.")]


class RunNotes(BaseModel):
    """Everything that is kept about one run."""

    model_config = ConfigDict(frozen=True)

    starred: bool = False
    tags: Tags = Field(default_factory=list)
    note: Note = ""


class NotesChange(BaseModel):
    """What to change; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    starred: bool | None = None
    tags: Tags | None = None
    note: Note | None = None

    @field_validator("tags")
    @classmethod
    def _once_each(cls, tags: list[str] | None) -> list[str] | None:
        return None if tags is None else list(dict.fromkeys(tags))

    def applied(self, notes: RunNotes) -> RunNotes:
        """The notes after the change."""
        return notes.model_copy(update=self.model_dump(exclude_none=True))
