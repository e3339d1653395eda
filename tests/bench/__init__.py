"""Tools that measure: a synthetic archive, and the table of docs/performance.md."""
