"""Lists the keys whose sentences are still to be mended, by file: it only shrinks."""

TO_MEND: dict[str, tuple[str, ...]] = {}
