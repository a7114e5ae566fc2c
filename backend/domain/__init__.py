"""Pure rules and types: no files, no processes, no clock of its own."""
