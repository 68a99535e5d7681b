"""The drawn world: paper-cut clips with exact labels, drawn with numpy alone."""
